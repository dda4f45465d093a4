package dev.poolwarden.pool;

import dev.poolwarden.breaker.TroubleStates;
import dev.poolwarden.reading.DatabaseProbe;
import dev.poolwarden.reading.DatabaseReading;
import dev.poolwarden.reading.DatabaseReading.ApplicationUse;
import dev.poolwarden.reading.DatabaseReading.QueryTimes;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reading.DatabaseReading.Unreachable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.postgresql.jdbc.PgConnection;

/**
 * Asks PostgreSQL how it is, over the reserved connection. Called by the probe's thread alone, which owns its fields.
 */
final class PostgresProbe implements DatabaseProbe {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    private static final int MOST_APPLICATIONS = 20;

    private static final String STATEMENTS = """
            select coalesce(sum(calls), 0)::bigint, coalesce(sum(total_exec_time), 0), coalesce(max(max_exec_time), 0)
              from pg_stat_statements
             where dbid = (select oid from pg_database where datname = current_database())""";

    private final ReservedConnection reserved;
    private final PoolerWatch poolers;
    private final FitWatch fits;
    private final Leaving leaving;
    private final WriteAccess access;
    private final Runnable onTurn;
    private final LongSupplier nanoTime;
    private PgConnection known; // the connection that the next three belong to
    private int pid;
    private boolean hasStatements;
    private boolean leaves; // only a new session would tell more
    private double[] lastStatements; // calls and their total time in ms, at the last probe

    /** @param onTurn told when the server has begun to refuse writes, or to take them again */
    PostgresProbe(
            ReservedConnection reserved,
            PoolerWatch poolers,
            FitWatch fits,
            Leaving leaving,
            WriteAccess access,
            Runnable onTurn,
            LongSupplier nanoTime) {
        this.reserved = reserved;
        this.poolers = poolers;
        this.fits = fits;
        this.leaving = leaving;
        this.access = access;
        this.onTurn = onTurn;
        this.nanoTime = nanoTime;
    }

    @Override
    public DatabaseReading probe() {
        try {
            Reachable reading = reserved.call(this::read);
            lookAtLeaving();
            if (fits.takesLastPlace() || leaves) {
                reserved.leave();
            }
            return reading;
        } catch (SQLException e) {
            known = null;
            fits.failed(e);
            String state = e.getSQLState() == null ? "08001" : e.getSQLState();
            return new Unreachable(Trouble.of(state, e.getMessage()), state, firstLine(e.getMessage()));
        }
    }

    /** What the server said already is no worse for this question's failure; were the connection dead, the next probe would say. */
    private void lookAtLeaving() {
        try {
            leaving.look();
        } catch (SQLException e) {
            LOG.debugf("Closed connections could not be confirmed gone: %s", e.getMessage());
        }
    }

    private Reachable read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            meet(connection.unwrap(PgConnection.class), statement);
            long start = System.nanoTime();
            int answering = pid(statement);
            Duration latency = Duration.ofNanos(System.nanoTime() - start);
            boolean readOnly = known.getBackendPID() == pid && WriteAccess.isReadOnly(known);
            if (access.found(readOnly, nanoTime.getAsLong())) {
                onTurn.run();
            }
            leaves = access.wantsNewSession(known, nanoTime.getAsLong());
            ServerUse use = fits.look(connection); // each time: others come and go, and somebody may lift the limits
            poolers.answered(
                    answering == pid && use.pid() == pid); // a pooler that takes turns gives itself away by two
            List<ApplicationUse> applications = use.applications();
            int used =
                    applications.stream().mapToInt(ApplicationUse::connections).sum();
            return new Reachable(
                    latency,
                    OptionalInt.of(use.maxConnections()),
                    OptionalInt.of(used),
                    applications.subList(0, Math.min(MOST_APPLICATIONS, applications.size())),
                    hasStatements ? queryTimes(statement) : Optional.empty(),
                    fits.latest(),
                    readOnly);
        }
    }

    private void meet(PgConnection connection, Statement statement) throws SQLException {
        if (known != connection) {
            lastStatements = leaves ? lastStatements : null; // the same server's, most likely
            hasStatements = offersStatements(statement);
            pid = pid(statement);
            known = connection;
        }
    }

    private static int pid(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** The extension may be absent, not preloaded or not for this user; if it is there, only asking tells. */
    private boolean offersStatements(Statement statement) throws SQLException {
        try (ResultSet installed =
                statement.executeQuery("select from pg_extension where extname = 'pg_stat_statements'")) {
            if (!installed.next()) {
                return false; // and no error in the server's log
            }
        }
        try {
            queryTimes(statement);
            return true;
        } catch (SQLException e) {
            if (TroubleStates.count(e)) {
                throw e;
            }
            return false;
        }
    }

    private Optional<QueryTimes> queryTimes(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(STATEMENTS)) {
            row.next();
            double[] now = {row.getLong(1), row.getDouble(2)};
            double[] before = lastStatements == null ? now : lastStatements;
            lastStatements = now;
            long calls = (long) Math.max(0, now[0] - before[0]);
            double mean = calls == 0 ? 0 : Math.max(0, now[1] - before[1]) / calls;
            return Optional.of(new QueryTimes(calls, mean, row.getDouble(3)));
        }
    }

    private static String firstLine(String message) {
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }
}
