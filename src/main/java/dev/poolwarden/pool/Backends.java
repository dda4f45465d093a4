package dev.poolwarden.pool;

import dev.poolwarden.reclaim.Backend;
import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.reclaim.PooledConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/** The pool's backends as the server lists them, asked for and ended over the reserved connection. Thread-safe. */
final class Backends {

    private static final long PAUSE = Duration.ofMillis(2).toNanos();

    private static final String STATES = """
            select pid, state, (extract(epoch from backend_start) * 1000000)::bigint,
                   (extract(epoch from state_change) * 1000000)::bigint,
                   greatest(0, extract(epoch from clock_timestamp() - state_change) * 1000)::bigint,
                   case when xact_start is not null
                        then greatest(0, extract(epoch from clock_timestamp() - xact_start) * 1000)::bigint end,
                   wait_event_type || ':' || wait_event
              from pg_stat_activity where pid = any (?)""";

    /**
     * Ends those that are still what was looked at: the same process, and, unless a working one may be cut too, in the same
     * spell of idleness. Looking and ending are one statement, microseconds apart; materialized, because the planner might
     * else end first and look afterwards.
     */
    private static final String END = """
            with target as materialized (
                select a.pid
                  from unnest(?, ?, ?) as seen (pid, started, changed)
                  join pg_stat_activity a on a.pid = seen.pid
                       and (extract(epoch from a.backend_start) * 1000000)::bigint = seen.started
                 where ? or a.state like 'idle%'
                       and (extract(epoch from a.state_change) * 1000000)::bigint = seen.changed)
            select pid from target where pg_terminate_backend(pid)""";

    /** Which of these are there. One that waits for its client idles, even where the server hides what processes do. */
    private static final String STILL_THERE = """
            select a.pid, s.started,
                   coalesce(a.state like 'idle%' or a.state = 'disabled' and a.wait_event = 'ClientRead', false)
              from unnest(?, ?) as s (pid, started)
              join pg_stat_activity a on a.pid = s.pid
                   and (extract(epoch from a.backend_start) * 1000000)::bigint = s.started""";

    /** Looked at once more in the same statement: materialized, because the planner might else end first and look afterwards. */
    private static final String END_IDLE = "with idle as materialized (" + STILL_THERE
            + ") select count(*) from idle as i (pid, started, idles) where idles and pg_terminate_backend(pid)";

    private static final String LISTED = "select pid from pg_stat_activity where pid = any (?)";

    private final ReservedConnection reserved;

    Backends(ReservedConnection reserved) {
        this.reserved = reserved;
    }

    /**
     * What each of these does; those that the server does not list are gone. Of those that lead to another server, as a URL of
     * several hosts allows, nothing is known.
     */
    Map<Physical, Backend> states(Collection<Physical> connections) throws SQLException {
        if (connections.isEmpty()) {
            return Map.of();
        }
        return reserved.call(connection -> {
            Map<Integer, Backend> listed = listed(connection, connections);
            HostSpec here = Physical.host(connection.unwrap(PgConnection.class));
            Map<Physical, Backend> states = new HashMap<>();
            for (Physical each : connections) {
                boolean known = Physical.host(each.server).equals(here);
                states.put(each, known ? each.own(listed.getOrDefault(each.pid, Backend.GONE)) : Backend.UNKNOWN);
            }
            return states;
        });
    }

    private static Map<Integer, Backend> listed(Connection connection, Collection<Physical> connections)
            throws SQLException {
        Map<Integer, Backend> listed = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(STATES)) {
            Object[] pids = connections.stream().map(each -> each.pid).toArray();
            select.setArray(1, connection.createArrayOf("int4", pids));
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                listed.put(rows.getInt(1), backend(rows));
            }
        }
        return listed;
    }

    private static Backend backend(ResultSet row) throws SQLException {
        return new Backend(
                activity(row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getObject(6, Long.class),
                row.getString(7));
    }

    /** The states are PostgreSQL's; {@code disabled} and none are what it says where it keeps or shows no activity. */
    private static Activity activity(String state) {
        return switch (state == null ? "" : state) {
            case "active", "fastpath function call" -> Activity.WORKING;
            case "idle" -> Activity.IDLE;
            case "idle in transaction", "idle in transaction (aborted)" -> Activity.IDLE_IN_TRANSACTION;
            default -> Activity.UNKNOWN;
        };
    }

    /**
     * Ends the backends of those that have not worked since they were looked at; returns which of them.
     *
     * @param workingToo ends those that work, too
     */
    Set<Integer> end(List<PooledConnection> seen, boolean workingToo) throws SQLException {
        if (seen.isEmpty()) {
            return Set.of();
        }
        Object[] pids = seen.stream().map(PooledConnection::pid).toArray();
        Object[] started = seen.stream().map(each -> each.backend().started()).toArray();
        Object[] changed = seen.stream().map(each -> each.backend().changed()).toArray();
        return reserved.call(connection -> {
            try (PreparedStatement end = connection.prepareStatement(END)) {
                end.setArray(1, connection.createArrayOf("int4", pids));
                end.setArray(2, connection.createArrayOf("int8", started));
                end.setArray(3, connection.createArrayOf("int8", changed));
                end.setBoolean(4, workingToo);
                return pids(end.executeQuery());
            }
        });
    }

    /** Waits until the server lists none of them, for this time at most; returns those that it still lists. */
    Set<Integer> awaitGone(Collection<Integer> pids, Duration patience) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        Set<Integer> left = listed(pids);
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(PAUSE);
            left = listed(left);
        }
        return left;
    }

    private Set<Integer> listed(Collection<Integer> pids) throws SQLException {
        if (pids.isEmpty()) {
            return Set.of();
        }
        return reserved.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(LISTED)) {
                select.setArray(1, connection.createArrayOf("int4", pids.toArray()));
                return pids(select.executeQuery());
            }
        });
    }

    /** Which of these processes the server still lists, and whether they idle. */
    Map<ServerProcess, Boolean> stillThere(Set<ServerProcess> processes) throws SQLException {
        return reserved.call(connection -> {
            Map<ServerProcess, Boolean> listed = new HashMap<>();
            try (PreparedStatement select = about(processes, STILL_THERE, connection)) {
                ResultSet rows = select.executeQuery();
                while (rows.next()) {
                    listed.put(new ServerProcess(rows.getInt(1), rows.getLong(2), true), rows.getBoolean(3));
                }
            }
            return listed;
        });
    }

    /** Ends those that idle; returns how many. */
    int endIdle(Set<ServerProcess> processes) throws SQLException {
        return reserved.call(connection -> {
            try (PreparedStatement end = about(processes, END_IDLE, connection)) {
                ResultSet row = end.executeQuery();
                row.next();
                return row.getInt(1);
            }
        });
    }

    private static PreparedStatement about(Set<ServerProcess> processes, String sql, Connection connection)
            throws SQLException {
        List<ServerProcess> each = List.copyOf(processes); // in one order
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setArray(
                1,
                connection.createArrayOf(
                        "int4", each.stream().map(ServerProcess::pid).toArray()));
        statement.setArray(
                2,
                connection.createArrayOf(
                        "int8", each.stream().map(ServerProcess::started).toArray()));
        return statement;
    }

    private static Set<Integer> pids(ResultSet rows) throws SQLException {
        Set<Integer> pids = new HashSet<>();
        while (rows.next()) {
            pids.add(rows.getInt(1));
        }
        return pids;
    }
}
