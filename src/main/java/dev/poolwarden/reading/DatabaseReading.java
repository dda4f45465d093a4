package dev.poolwarden.reading;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What the last probe found of the database. */
public sealed interface DatabaseReading {

    /** No probe has ended yet. */
    record Unknown() implements DatabaseReading {}

    /**
     * The database answered.
     *
     * @param latency round trip of the probe's statement
     * @param maxConnections the server's limit for everybody; empty where it does not say
     * @param usedConnections client connections the server counts; empty where it does not say
     * @param byApplication the same by application name, largest first
     * @param queryTimes what statements took; empty where the server keeps no statistics of them
     * @param fit what fits of the connections that are set; empty where nobody has counted
     * @param readOnly whether the server takes no writes, as a standby does; false where it does not say
     */
    record Reachable(
            Duration latency,
            OptionalInt maxConnections,
            OptionalInt usedConnections,
            List<ApplicationUse> byApplication,
            Optional<QueryTimes> queryTimes,
            Optional<Fit> fit,
            boolean readOnly)
            implements DatabaseReading {

        public Reachable {
            byApplication = List.copyOf(byApplication);
        }
    }

    /**
     * The probe failed.
     *
     * @param trouble why, as far as the SQLState tells
     * @param sqlState the SQLState, {@code "00000"} never
     * @param message what the driver said, without secrets
     */
    record Unreachable(Trouble trouble, String sqlState, String message) implements DatabaseReading {}

    /** Why a database cannot be reached. */
    enum Trouble {
        /** No connection, or a broken one. */
        AWAY,
        /** The server grants no further connection (53300), or the pooler in front of it does not. */
        FULL,
        /** The server refuses this user, password or database. */
        LOGIN_REFUSED;

        /** What poolers say when they are full, lower case: their SQLStates are those of a broken protocol or bug. */
        private static final List<String> FULL_POOLER = List.of(
                "no more connections allowed", // PgBouncer's max_client_conn
                "client connections exceeded", // its limits by user and database
                "query_wait_timeout", // its server connections stayed busy
                "max client", // Supavisor: "max clients reached", "Max client connections reached"
                "too many clients");

        /**
         * Reads the trouble from a SQLState: 53* is full, 28* and 3D* are a refused login, all else is away, unless the
         * message says that a pooler is full.
         *
         * @param sqlState null for none
         * @param message null for none
         */
        public static Trouble of(String sqlState, String message) {
            String state = sqlState == null ? "" : sqlState;
            if (state.startsWith("53") || isFullPooler(message)) {
                return FULL;
            }
            return state.startsWith("28") || state.startsWith("3D") ? LOGIN_REFUSED : AWAY;
        }

        private static boolean isFullPooler(String message) {
            return message != null && FULL_POOLER.stream().anyMatch(message.toLowerCase(Locale.ROOT)::contains);
        }
    }

    /** Connections that the server counts for one {@code application_name}. */
    record ApplicationUse(String application, int connections) {}

    /**
     * What the server's own statistics say of all statements in this database since the last probe.
     *
     * @param calls statements that ended
     * @param meanMillis their mean time in ms
     * @param maxMillis the longest any statement took since the statistics began, in ms
     */
    record QueryTimes(long calls, double meanMillis, double maxMillis) {}

    default boolean reachable() {
        return this instanceof Reachable;
    }
}
