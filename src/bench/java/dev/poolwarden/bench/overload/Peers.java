package dev.poolwarden.bench.overload;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/** What is compared, by the name that the options use. */
enum Peers {
    POOLWARDEN("Poolwarden", false, PoolwardenPeer::new),
    AGROAL("Agroal, 0.5 s", false, setup -> new AgroalPeer(setup, Duration.ofMillis(500))),
    AGROAL30("Agroal, 30 s", true, setup -> new AgroalPeer(setup, Duration.ofSeconds(30))),
    HIKARI("HikariCP, 0.5 s", false, setup -> new HikariPeer(setup, Duration.ofMillis(500))),
    BULKHEAD("HikariCP + resilience4j, 0.5 s", false, setup -> new BulkheadPeer(setup, Duration.ofMillis(500))),
    GRADIENT2("HikariCP + Gradient2, LIFO 0.1 s", false, LimiterPeer::gradient2),
    VEGAS("HikariCP + Vegas, LIFO 0.1 s", false, LimiterPeer::vegas),
    /** Not a peer that anybody could have: it knows the best limit beforehand. Shows what this harness lets anyone reach. */
    REFERENCE("(best fixed limit, LIFO 0.1 s)", true, LimiterPeer::reference);

    /** Opens one. */
    @FunctionalInterface
    private interface Opening {
        Peer open(Setup setup) throws SQLException;
    }

    private final String label;
    private final boolean once;
    private final Opening opening;

    Peers(String label, boolean once, Opening opening) {
        this.label = label;
        this.once = once;
        this.opening = opening;
    }

    String label() {
        return label;
    }

    /** Whether one repetition is enough. */
    boolean once() {
        return once;
    }

    /** Opens a pool of its own, with as many connections as the setup says. */
    Peer open(Setup setup) throws SQLException {
        return opening.open(setup);
    }

    /** Whether its limit follows the database. */
    boolean adapts() {
        return this == POOLWARDEN || this == GRADIENT2 || this == VEGAS;
    }

    /** Its name in the options. */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
