package dev.poolwarden.pool;

import dev.poolwarden.reading.DatabaseReading.ApplicationUse;
import dev.poolwarden.reading.Fit.Limit;
import dev.poolwarden.reading.Fit.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.postgresql.jdbc.PgConnection;

/**
 * The server's limits on connections and who uses them, counted at one instant.
 *
 * @param pid the process that answered
 * @param maxConnections the server's limit for everybody
 * @param limits those that hold for this pool
 * @param applications client connections by application name, largest first
 */
record ServerUse(int pid, int maxConnections, List<Limit> limits, List<ApplicationUse> applications) {

    /** A limit of -1 is none; whoever is asked for here is whoever logged in, as the server counts connections. */
    private static final String LIMITS = """
            select current_setting('max_connections')::int,
                   current_setting('superuser_reserved_connections')::int
                     + coalesce(current_setting('reserved_connections', true)::int, 0),
                   (select datconnlimit from pg_database where datname = current_database()),
                   (select rolconnlimit from pg_roles where rolname = session_user),
                   pg_backend_pid()""";

    /**
     * An ordinary role is shown neither the kind nor the state of other roles' processes: who is logged in to a database counts
     * as a client unless it is known to be something else. A process that is ours is known by its start, too, since a process
     * id may be given anew. Idle ones that a pooler holds for whoever of us comes next do not stand in our way.
     */
    private static final String USE = """
            with me as materialized (
                   select (select oid from pg_database where datname = current_database()) as datid,
                          (select oid from pg_roles where rolname = session_user) as usesysid,
                          inet_client_addr() as client_addr),
                 own as materialized (select pid, started from unnest(?, ?) as own (pid, started)),
                 client as (
                   select coalesce(nullif(a.application_name, ''), '(none)') as application,
                          a.datid = me.datid as database, a.usesysid = me.usesysid as role,
                          coalesce(a.pid <> pg_backend_pid()
                            and (a.pid, (extract(epoch from a.backend_start) * 1000000)::bigint)
                                  not in (select pid, started from own)
                            and not (? and a.state = 'idle' and a.datid = me.datid and a.usesysid = me.usesysid
                                     and a.client_addr is not distinct from me.client_addr), true) as other
                     from pg_stat_activity a, me
                    where a.datid is not null and a.usesysid is not null
                      and (a.backend_type is null or a.backend_type = 'client backend'))
            select application, count(*)::int, count(*) filter (where other)::int,
                   count(*) filter (where other and database)::int, count(*) filter (where other and role)::int
              from client group by 1 order by 2 desc, 1""";

    /** One row of {@link #USE}: connections of an application, and those of them that are others' by the scope that counts them. */
    private record Row(ApplicationUse application, int others, int inDatabase, int ofRole) {}

    /**
     * Asks the server; two round trips.
     *
     * @param own the pool's processes; the one that answers is ours anyway
     * @param leaveFree connections of the server to be left to others
     */
    static ServerUse ask(Connection connection, Collection<ServerProcess> own, int leaveFree) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet set = statement.executeQuery(LIMITS)) {
            set.next();
            boolean pooled =
                    set.getInt(5) != connection.unwrap(PgConnection.class).getBackendPID();
            List<Row> rows = rows(connection, own, pooled);
            return new ServerUse(
                    set.getInt(5),
                    set.getInt(1),
                    limits(set, rows, leaveFree),
                    rows.stream().map(Row::application).toList());
        }
    }

    private static List<Limit> limits(ResultSet set, List<Row> rows, int leaveFree) throws SQLException {
        List<Limit> limits = new ArrayList<>();
        int others = rows.stream().mapToInt(Row::others).sum();
        limits.add(new Limit(Scope.SERVER, set.getInt(1), set.getInt(2), others, leaveFree));
        if (set.getInt(3) >= 0) {
            int inDatabase = rows.stream().mapToInt(Row::inDatabase).sum();
            limits.add(new Limit(Scope.DATABASE, set.getInt(3), 0, inDatabase, 0));
        }
        if (set.getInt(4) >= 0) {
            int ofRole = rows.stream().mapToInt(Row::ofRole).sum();
            limits.add(new Limit(Scope.ROLE, set.getInt(4), 0, ofRole, 0));
        }
        return limits;
    }

    private static List<Row> rows(Connection connection, Collection<ServerProcess> own, boolean pooled)
            throws SQLException {
        Object[] pids = own.stream().map(ServerProcess::pid).toArray();
        Object[] started = own.stream().map(ServerProcess::started).toArray();
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(USE)) {
            select.setArray(1, connection.createArrayOf("int4", pids));
            select.setArray(2, connection.createArrayOf("int8", started));
            select.setBoolean(3, pooled);
            ResultSet set = select.executeQuery();
            while (set.next()) {
                var application = new ApplicationUse(set.getString(1), set.getInt(2));
                rows.add(new Row(application, set.getInt(3), set.getInt(4), set.getInt(5)));
            }
        }
        return rows;
    }
}
