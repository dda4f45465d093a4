package dev.poolwarden.pool;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Server processes of connections that were closed at our end. Most end within milliseconds; but a server that was not told, the
 * network having lost the connection, keeps its process for hours, and one that works goes on working. Their places are not free
 * before the server lists them no more. An idle one that has had time to go is ended: nobody can ever use it again. One that works is
 * left to its work.
 *
 * <p>Thread-safe: connections are added by whoever closes them. {@link #look} runs on Agroal's housekeeping thread and on the
 * probe's, one at a time; under its lock that of the reserved connection is taken, never the other way round. What it found is
 * written by it alone, and volatile.
 */
final class Leaving {

    private static final String NOT_ALLOWED = "42501";

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    /** How long a server may take to end what has said good-bye. */
    private static final long GRACE = Duration.ofMillis(500).toNanos();

    /**
     * How long a place is not free while nobody has asked. The reserved connection may be dead itself, and needs a few seconds to
     * find out and to open anew.
     */
    private static final long DOUBT = Duration.ofSeconds(10).toNanos();

    /**
     * @param at when, in ns
     * @param pooled whether it takes one of the pool's places, and not that of the reserved connection
     */
    private record Closed(long at, boolean pooled) {

        boolean overdue(long now) {
            return now - at >= GRACE;
        }
    }

    private final Map<ServerProcess, Closed> closed = new ConcurrentHashMap<>();
    private final Backends backends;
    private final LongSupplier nanoTime;
    private volatile Set<ServerProcess> kept = Set.of(); // by the server, as of the last look
    private volatile Set<ServerProcess> working = Set.of(); // those of them that will not go soon
    private volatile boolean mayEnd = true;
    private volatile boolean shared;

    Leaving(Backends backends, LongSupplier nanoTime) {
        this.backends = backends;
        this.nanoTime = nanoTime;
    }

    /** Our end of its connection is closed. A pooler's process lives on for others. */
    void add(ServerProcess process) {
        add(process, true);
    }

    /** The same of the reserved connection. */
    void addReserved(ServerProcess process) {
        add(process, false);
    }

    private void add(ServerProcess process, boolean pooled) {
        if (process.direct() && !shared) {
            closed.put(process, new Closed(nanoTime.getAsLong(), pooled));
        }
    }

    /**
     * A process serves a new connection of ours. Was it the process of a closed one, then a pooler that we do not recognise keeps
     * processes for whoever comes next, and none of them is ours to wait for, let alone to end.
     */
    void met(ServerProcess process) {
        if (closed.containsKey(process)) {
            shared = true;
            closed.clear();
            LOG.warnf(
                    "Process %d serves a second connection: a pooler is in front of the database, and closed connections are not"
                            + " followed there",
                    process.pid());
        }
    }

    /** Those that may still be there, and some that are not any more. */
    Set<ServerProcess> all() {
        return Set.copyOf(closed.keySet());
    }

    /** Places of the pool that will not be free soon, since the server was seen to work on. */
    int lingering() {
        Set<ServerProcess> now = working;
        return now.isEmpty() ? 0 : (int) now.stream().filter(this::isPooled).count();
    }

    private boolean isPooled(ServerProcess process) {
        Closed known = closed.get(process);
        return known != null && known.pooled;
    }

    /** Places of the pool that are not free yet, as far as anybody knows. */
    int places() {
        long now = nanoTime.getAsLong();
        Set<ServerProcess> listed = kept;
        return (int) closed.entrySet().stream()
                .filter(each -> each.getValue().pooled)
                .filter(each -> now - each.getValue().at < DOUBT || listed.contains(each.getKey()))
                .count();
    }

    /**
     * Asks the server which of them are still there, and has it end those that only idle.
     *
     * @throws SQLException when it does not answer
     */
    synchronized void look() throws SQLException {
        Map<ServerProcess, Closed> asked = Map.copyOf(closed);
        if (asked.isEmpty()) {
            return;
        }
        long now = nanoTime.getAsLong();
        Map<ServerProcess, Boolean> listed = backends.stillThere(asked.keySet());
        closed.keySet().removeIf(each -> asked.containsKey(each) && !listed.containsKey(each));
        kept = Set.copyOf(listed.keySet());
        Set<ServerProcess> overdue = listed.keySet().stream()
                .filter(each -> asked.get(each).overdue(now))
                .collect(Collectors.toSet());
        Set<ServerProcess> idle = overdue.stream().filter(listed::get).collect(Collectors.toSet());
        boolean ended = endIdle(idle);
        if (ended) {
            overdue.removeAll(idle);
        }
        if (!working.containsAll(overdue)) {
            LOG.warnf(
                    "The server works on for %d connections that are closed at our end, processes %s; their places are free"
                            + " when it is done",
                    overdue.size(), overdue.stream().map(ServerProcess::pid).toList());
        }
        working = Set.copyOf(overdue);
    }

    private boolean endIdle(Set<ServerProcess> idle) throws SQLException {
        if (idle.isEmpty() || !mayEnd) {
            return false;
        }
        try {
            int ended = backends.endIdle(idle);
            LOG.infof("The server has ended %d idle processes of connections that were closed unheard", ended);
            return true;
        } catch (SQLException e) {
            if (!NOT_ALLOWED.equals(e.getSQLState())) {
                throw e;
            }
            mayEnd = false;
            LOG.warnf(
                    "Processes of connections that were closed unheard cannot be ended, and keep their places: %s",
                    e.getMessage());
            return false;
        }
    }
}
