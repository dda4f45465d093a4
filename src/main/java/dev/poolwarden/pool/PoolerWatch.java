package dev.poolwarden.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import org.jboss.logging.Logger;
import org.postgresql.jdbc.PgConnection;

/**
 * Finds out whether a pooler stands in front of the server, and whether it leaves each connection its process. The pooler's
 * presence is seen on each connection, its mode is tested with two of ours. Thread-safe.
 *
 * <pre>
 *   UNKNOWN &lt;--&gt; DIRECT &lt;--&gt; SESSION --&gt; TRANSACTION
 * </pre>
 *
 * The newest connection tells; but every state leads to TRANSACTION too, and nothing leads away from it: a pooler that was
 * seen sharing a process is not believed again before the next start.
 */
final class PoolerWatch {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    /** A pooler that deals two processes by chance passes for one in session mode once in 8192 times. */
    private static final int ROUNDS = 3;

    private final ReservedConnection reserved;
    private volatile Pooling pooling = Pooling.UNKNOWN;

    /** Whether the reserved connection has answered since it last failed a test; one that hangs would hold up all opening. */
    private volatile boolean testable = true;

    PoolerWatch(ReservedConnection reserved) {
        this.reserved = reserved;
    }

    Pooling pooling() {
        return pooling;
    }

    /**
     * Who answers on a connection just opened. One round trip, unless there is a pooler whose mode is not known yet. If
     * nobody answers, the connection is closed and the SQLException thrown undeclared: Agroal takes it for the failed
     * opening that it is, only its listeners' signatures do not allow it.
     *
     * @param others the pool's other connections
     */
    ServerProcess meet(PgConnection opened, Collection<Physical> others) {
        try {
            ServerProcess process = ServerProcess.behind(opened);
            found(judge(opened, process, others));
            boolean shared = pooling == Pooling.TRANSACTION && !process.direct();
            return shared ? process.numberedBy(opened) : process;
        } catch (SQLException e) {
            close(opened);
            throw PoolerWatch.<RuntimeException>undeclared(e);
        }
    }

    static void close(PgConnection opened) {
        try {
            opened.close();
        } catch (SQLException e) {
            LOG.debugf("A connection that did not answer was gone already: %s", e.getMessage());
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> E undeclared(SQLException error) throws E {
        throw (E) error;
    }

    private Pooling judge(PgConnection opened, ServerProcess process, Collection<Physical> others) throws SQLException {
        if (process.direct()) {
            return Pooling.DIRECT;
        }
        if (others.stream().anyMatch(each -> !each.gone && each.process.equals(process))) {
            return Pooling.TRANSACTION;
        }
        boolean known = pooling == Pooling.SESSION || pooling == Pooling.TRANSACTION;
        return known ? pooling : test(opened);
    }

    /** Tests the mode with an idle connection that nobody else uses now, if it could not be tested when that was opened. */
    void testAgain(Physical idle) {
        if (pooling != Pooling.UNKNOWN || idle.process.direct() || !testable) {
            return;
        }
        try {
            found(test(idle.server));
        } catch (SQLException e) {
            LOG.debugf("Backend %d is gone: %s", idle.pid, e.getMessage()); // whoever proves it next will see
        }
    }

    private Pooling test(PgConnection opened) throws SQLException {
        if (!testable) {
            return Pooling.UNKNOWN;
        }
        try {
            return reserved.call(other -> keepTheirProcesses(other, opened)) ? Pooling.SESSION : Pooling.TRANSACTION;
        } catch (SQLException e) {
            if (opened.isClosed()) {
                throw e;
            }
            testable = false;
            LOG.warnf(
                    "A pooler is in front of the database, and its mode cannot be tested yet: %s. Until then reclaim by"
                            + " process id is off",
                    e.getMessage());
            return Pooling.UNKNOWN;
        }
    }

    /**
     * Asks a, b, b, a, a, b, b and so on. A pooler that gives the process used last serves both with the same one; one that
     * takes turns serves a or b with two, unless all take turns in step, which the doubled questions break.
     */
    private static boolean keepTheirProcesses(Connection a, Connection b) throws SQLException {
        ServerProcess first = ServerProcess.behind(a);
        ServerProcess second = ServerProcess.behind(b);
        boolean kept = !first.equals(second);
        for (int i = 0; i < ROUNDS && kept; i++) {
            kept = second.equals(ServerProcess.behind(b))
                    && first.equals(ServerProcess.behind(a))
                    && first.equals(ServerProcess.behind(a))
                    && second.equals(ServerProcess.behind(b));
        }
        return kept;
    }

    /**
     * The reserved connection has answered a probe.
     *
     * @param kept whether the same process did as the last time
     */
    void answered(boolean kept) {
        testable = true;
        if (!kept) {
            found(Pooling.TRANSACTION);
        }
    }

    private synchronized void found(Pooling now) {
        if (pooling == now || pooling == Pooling.TRANSACTION) {
            return;
        }
        pooling = now;
        switch (now) {
            case UNKNOWN -> {} // the test has said why
            case DIRECT -> LOG.debug("No pooler is in front of the database");
            case SESSION -> LOG.info("A pooler in session mode is in front of the database");
            case TRANSACTION ->
                LOG.warn(
                        "A pooler in transaction mode is in front of the database: reclaim by process id is off, and"
                                + " session settings such as statement_timeout do not hold; the JDBC URL needs prepareThreshold=0");
        }
    }
}
