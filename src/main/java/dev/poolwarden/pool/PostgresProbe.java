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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.postgresql.jdbc.PgConnection;

/**
 * Asks PostgreSQL how it is, over the reserved connection. Called by the probe's thread alone, which owns its fields;
 * {@link #grant} may be read by anyone.
 */
final class PostgresProbe implements DatabaseProbe {

    private static final String APPLICATIONS = """
            select coalesce(nullif(application_name, ''), '(none)'), count(*)::int
              from pg_stat_activity where backend_type = 'client backend'
             group by 1 order by 2 desc, 1""";

    /** What this user may open: the least of the server's, the database's and the role's limits; a limit of -1 is none. */
    private static final String LIMITS = """
            select current_setting('max_connections')::int,
                   least(current_setting('max_connections')::int
                           - current_setting('superuser_reserved_connections')::int
                           - coalesce(current_setting('reserved_connections', true)::int, 0),
                         nullif((select datconnlimit from pg_database where datname = current_database()), -1),
                         nullif((select rolconnlimit from pg_roles where rolname = current_user), -1))""";

    private static final String STATEMENTS = """
            select coalesce(sum(calls), 0)::bigint, coalesce(sum(total_exec_time), 0), coalesce(max(max_exec_time), 0)
              from pg_stat_statements
             where dbid = (select oid from pg_database where datname = current_database())""";

    private static final int MOST_APPLICATIONS = 20;

    private final ReservedConnection reserved;
    private final PoolerWatch poolers;
    private PgConnection known; // the connection that the three below belong to
    private int pid;
    private boolean hasStatements;
    private double[] lastStatements; // calls and their total time in ms, at the last probe
    private int maxConnections;
    private volatile OptionalInt grant = OptionalInt.empty();

    PostgresProbe(ReservedConnection reserved, PoolerWatch poolers) {
        this.reserved = reserved;
        this.poolers = poolers;
    }

    /** Connections that the server's limits leave to this user, the reserved one included; empty before the first answer. */
    OptionalInt grant() {
        return grant;
    }

    @Override
    public DatabaseReading probe() {
        try {
            return reserved.call(this::read);
        } catch (SQLException e) {
            known = null;
            String state = e.getSQLState() == null ? "08001" : e.getSQLState();
            return new Unreachable(Trouble.of(state, e.getMessage()), state, firstLine(e.getMessage()));
        }
    }

    private Reachable read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            meet(connection.unwrap(PgConnection.class), statement);
            readLimits(statement); // each time: somebody may lift them
            long start = System.nanoTime();
            int answering = pid(statement);
            Duration latency = Duration.ofNanos(System.nanoTime() - start);
            poolers.answered(answering == pid);
            List<ApplicationUse> applications = applications(statement);
            int used =
                    applications.stream().mapToInt(ApplicationUse::connections).sum();
            return new Reachable(
                    latency,
                    OptionalInt.of(maxConnections),
                    OptionalInt.of(used),
                    applications.subList(0, Math.min(MOST_APPLICATIONS, applications.size())),
                    hasStatements ? queryTimes(statement) : Optional.empty());
        }
    }

    private void meet(PgConnection connection, Statement statement) throws SQLException {
        if (known != connection) {
            lastStatements = null;
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

    private void readLimits(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(LIMITS)) {
            row.next();
            maxConnections = row.getInt(1);
            grant = OptionalInt.of(row.getInt(2));
        }
    }

    /** The extension may be absent, not preloaded or not for this user; only asking tells. */
    private boolean offersStatements(Statement statement) throws SQLException {
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

    private static List<ApplicationUse> applications(Statement statement) throws SQLException {
        List<ApplicationUse> applications = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(APPLICATIONS)) {
            while (rows.next()) {
                applications.add(new ApplicationUse(rows.getString(1), rows.getInt(2)));
            }
        }
        return applications;
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
