package dev.poolwarden.analysis;

import dev.poolwarden.pressure.Reason;
import java.util.Locale;

/**
 * All that a finding can be about: one table of words, for what the monitor gives as a {@link Reason} and for what the rules find
 * themselves. A constant that has the name of a reason explains it; a test holds that none is missing.
 *
 * <p>The weights are an order, and no more: whether callers can reach a database at all (90 and above), what takes the
 * connections away (50 to 85), what is asked beyond what there is (46 to 49), the symptoms of all these (10 to 45), and between
 * them what could be set better.
 */
public enum Topic {
    DATABASE_UNREACHABLE(
            98,
            "The database does not answer",
            "See that the server runs and that the network lets us through; nothing needs a restart here, callers are let in as soon"
                    + " as it answers"),
    DATABASE_LOGIN_REFUSED(
            97,
            "The database refuses our sign-in",
            "Correct user, password or database name in the settings and restart, or let us in again at the server (pg_hba.conf)"),
    DATABASE_FULL(
            96,
            "The database grants us no connection",
            "End connections of other applications, or raise the server's max_connections, or the limit of the role or database"),
    DATABASE_UNKNOWN(95, "Nobody knows yet how the database is", "Wait a few seconds: the first probe has not ended"),
    DATABASE_DISK_FULL(
            93,
            "The server has no space left on its disk",
            "Make space on the server's disk; until then writes fail, reads go on"),
    DATABASE_READ_ONLY(
            92,
            "The server takes no writes any more",
            "Point the settings at the present primary, or end default_transaction_read_only there; until then writes fail, reads"
                    + " go on"),
    BREAKER_OPEN(
            90,
            "The circuit breaker keeps callers from a database in trouble",
            "Mend the database; the breaker closes by itself when the probes succeed again"),

    HELD_IDLE(
            50,
            85,
            "%s holds connections without working",
            "Give the connection back before waiting for anything outside: end the transaction before the call, or call first."
                    + " What nobody will give back, POST /force-cleanup takes with mode leaked"),
    BACKGROUND_CROWDS_OUT(
            50,
            80,
            "Background work holds the connections that users wait for",
            "Let the work give way: make its tasks Deferrable, run fewer at a time, or give their code a lower AdmissionPriority"),
    ONE_CLIENT(
            50,
            75,
            "One client holds most connections while others wait: %s",
            "See in GET /holders what it is doing; have it use the client library, which keeps a browser within its budget, or send"
                    + " Priority: u=6"),

    DEMAND_EXCEEDS_CAPACITY(
            46,
            49,
            "More connections will be needed than there are",
            "Put off what can wait, start another instance, or raise poolwarden.gate.max-concurrent if the server has room"),
    LIMIT_AT_CAPACITY(
            46,
            "More work at a time got more done, until there were no more connections",
            "Raise poolwarden.gate.max-concurrent, and poolwarden.pool.max-overflow with it, as far as the server has room (fits in"
                    + " GET /status)"),

    REQUESTS_REJECTED(
            45,
            "Callers are turned away: no connection was free in time",
            "Mend what other findings name first; if there is none, more is asked for than the pool gives: ask for less, or make it larger if"
                    + " the database bears it"),
    USAGE_CRITICAL(40, "Nearly every connection is taken", Constants.WHO_HOLDS),
    SERVER_NEARLY_FULL(
            36,
            39,
            "The server's connections are nearly used up",
            "Make the pools of the applications named here smaller, put a pooler in front of the server, or raise its"
                    + " max_connections"),
    POOL_DOES_NOT_FIT(
            35,
            "The server has no room for all connections that are set",
            "Lower poolwarden.pool.size and .max-overflow to what fits, or make room on the server"),
    USAGE_HIGH(30, "Most connections are taken", Constants.WHO_HOLDS),
    RECYCLING(
            25,
            29,
            "Connections are replaced too often",
            "Raise poolwarden.pool.max-uses, .recycle or .idle-timeout, or poolwarden.pool.size if it is the overflow that comes and"
                    + " goes; see whether the server or a firewall ends them"),
    USAGE_MODERATE(22, "Many connections are taken", Constants.WHO_HOLDS),
    STANDING_OVERFLOW(
            16,
            20,
            "The pool works on its overflow all the time",
            "Raise poolwarden.pool.size to what is open, so that connections are not closed and opened again; the sum with"
                    + " .max-overflow can stay"),
    PAST_THE_KNEE(
            14,
            "More work at a time gets no more done",
            "Set poolwarden.gate.limit to adaptive, which finds the knee by trying (above 8 permits), or try a lower"
                    + " poolwarden.gate.max-concurrent"),
    POOL_OVERSIZED(
            12,
            "The pool is larger than what its work makes use of",
            "Lower poolwarden.pool.size and .max-overflow towards the limit: the rest is memory on the server that others could"
                    + " use"),
    RECOVERING(
            10,
            "The last seconds were worse than the present one",
            "Nothing: the level falls by itself once it was calm for poolwarden.pressure.fall-after");

    /** An enum's constants are made before its own fields. */
    private static final class Constants {
        private static final String WHO_HOLDS =
                "See in GET /holders who has them; frontends that read the throttling config slow down already";
    }

    private final double least;
    private final double most;
    private final String title;
    private final String remedy;

    Topic(double weight, String title, String remedy) {
        this(weight, weight, title, remedy);
    }

    Topic(double least, double most, String title, String remedy) {
        this.least = least;
        this.most = most;
        this.title = title;
        this.remedy = remedy;
    }

    static Topic of(Reason reason) {
        return valueOf(reason.name());
    }

    /** The name on the wire: lower case with underscores. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }

    /**
     * A finding about this.
     *
     * @param percent how far it goes; brought within 0..100, which are the least and the most weight
     * @param about whom the title names, if it names anybody
     * @param evidence a format, and its {@code values}
     */
    Finding finding(
            Severity severity, double percent, String about, Figures figures, String evidence, Object... values) {
        double extent = Math.max(0, Math.min(100, percent)) / 100;
        return new Finding(
                this,
                severity,
                least + extent * (most - least),
                title.formatted(about),
                String.format(Locale.ROOT, evidence, values),
                figures);
    }
}
