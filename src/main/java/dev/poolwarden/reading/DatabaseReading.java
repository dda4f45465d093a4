package dev.poolwarden.reading;

import java.time.Duration;
import java.util.List;
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
     */
    record Reachable(
            Duration latency,
            OptionalInt maxConnections,
            OptionalInt usedConnections,
            List<ApplicationUse> byApplication,
            Optional<QueryTimes> queryTimes)
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
        /** The server grants no further connection (53300, or a pooler's "max clients"). */
        FULL,
        /** The server refuses this user, password or database. */
        LOGIN_REFUSED;

        /** Reads the trouble from a SQLState: 53* is full, 28* and 3D* are a refused login, all else is away. */
        public static Trouble of(String sqlState) {
            if (sqlState == null) {
                return AWAY;
            }
            if (sqlState.startsWith("53")) {
                return FULL;
            }
            return sqlState.startsWith("28") || sqlState.startsWith("3D") ? LOGIN_REFUSED : AWAY;
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
