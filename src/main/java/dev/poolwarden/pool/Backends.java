package dev.poolwarden.pool;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Which of the pool's backends the server lists, asked over the reserved connection. Thread-safe. */
final class Backends {

    private static final long PAUSE = Duration.ofMillis(2).toNanos();

    private final ReservedConnection reserved;

    Backends(ReservedConnection reserved) {
        this.reserved = reserved;
    }

    /** Those of the process ids that the server lists. */
    Set<Integer> living(Collection<Integer> pids) throws SQLException {
        if (pids.isEmpty()) {
            return Set.of();
        }
        return reserved.call(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select pid from pg_stat_activity where pid = any (?)")) {
                Array array = connection.createArrayOf("int4", pids.toArray());
                select.setArray(1, array);
                return pids(select.executeQuery());
            }
        });
    }

    private static Set<Integer> pids(ResultSet rows) throws SQLException {
        Set<Integer> pids = new HashSet<>();
        while (rows.next()) {
            pids.add(rows.getInt(1));
        }
        return pids;
    }

    /** Waits until the server lists none of them, for this time at most; returns those that it still lists. */
    Set<Integer> awaitGone(Collection<Integer> pids, Duration patience) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        Set<Integer> left = living(pids);
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(PAUSE);
            left = living(left);
        }
        return left;
    }
}
