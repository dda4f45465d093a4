package dev.poolwarden.pool;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.jdbc.PgConnection;

/**
 * The server's process that answers on a connection.
 *
 * @param pid its process id; where processes are shared, the number that the pooler gave to the connection instead
 * @param started when it started, in µs of the server's clock; a process id alone may be given anew
 * @param direct whether the connection ends at this process and not at a pooler
 */
record ServerProcess(int pid, long started, boolean direct) {

    private static final String WHO = """
            select pg_backend_pid(), (select (extract(epoch from backend_start) * 1000000)::bigint
                                        from pg_stat_get_activity(pg_backend_pid()))""";

    /** Asks the server, one round trip. What the driver was told at the login is a pooler's own number, if there is one. */
    static ServerProcess behind(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(WHO)) {
            row.next();
            int pid = row.getInt(1);
            boolean direct = pid == connection.unwrap(PgConnection.class).getBackendPID();
            return new ServerProcess(pid, row.getLong(2), direct);
        }
    }

    /** The same under the pooler's number, which is the connection's own even where the process is not. */
    ServerProcess numberedBy(PgConnection connection) {
        return new ServerProcess(connection.getBackendPID(), started, direct);
    }
}
