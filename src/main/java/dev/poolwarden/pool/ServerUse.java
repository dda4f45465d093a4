package dev.poolwarden.pool;

import dev.poolwarden.reading.DatabaseReading.ApplicationUse;
import dev.poolwarden.reading.Fit.Limit;
import dev.poolwarden.reading.Fit.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /**
     * One row for each application, and the limits with each; a limit of -1 is none. The server counts by who logged in.
     *
     * <p>An ordinary role is shown neither the kind nor the state of other roles' processes: who is logged in to a database counts
     * as a client unless it is known to be something else. A process that is ours is known by its start, too, since a process
     * id may be given anew. Idle ones that a pooler holds for whoever of us comes next do not stand in our way. The function
     * behind {@code pg_stat_activity} spares two joins, and half of the time.
     */
    private static final String USE = """
            with me as materialized (
                   select d.oid as datid, d.datconnlimit, r.oid as usesysid, r.rolconnlimit,
                          pg_backend_pid() as pid, inet_client_addr() as client_addr,
                          current_setting('max_connections')::int as allowed,
                          current_setting('superuser_reserved_connections')::int
                            + coalesce(current_setting('reserved_connections', true)::int, 0) as kept
                     from pg_database d, pg_roles r
                    where d.datname = current_database() and r.rolname = session_user),
                 client as (
                   select coalesce(nullif(a.application_name, ''), '(none)') as application,
                          a.datid = me.datid as database, a.usesysid = me.usesysid as role,
                          coalesce(
                            a.pid <> me.pid
                            and (a.pid <> all (?) or (extract(epoch from a.backend_start) * 1000000)::bigint <> all (?))
                            and not (me.pid <> ? and a.state = 'idle' and a.datid = me.datid and a.usesysid = me.usesysid
                                     and a.client_addr is not distinct from me.client_addr), true) as other,
                          me.pid, me.allowed, me.kept, me.datconnlimit, me.rolconnlimit
                     from pg_stat_get_activity(null) a, me
                    where a.datid is not null and a.usesysid is not null
                      and (a.backend_type is null or a.backend_type = 'client backend'))
            select application, count(*)::int, count(*) filter (where other)::int,
                   count(*) filter (where other and database)::int, count(*) filter (where other and role)::int,
                   pid, allowed, kept, datconnlimit, rolconnlimit
              from client group by application, pid, allowed, kept, datconnlimit, rolconnlimit order by 2 desc, 1""";

    /**
     * Asks the server; one round trip.
     *
     * @param own the pool's processes; the one that answers is ours anyway
     * @param leaveFree connections of the server to be left to others
     */
    static ServerUse ask(Connection connection, Collection<ServerProcess> own, int leaveFree) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(USE)) {
            Object[] pids = own.stream().map(ServerProcess::pid).toArray();
            Object[] started = own.stream().map(ServerProcess::started).toArray();
            select.setArray(1, connection.createArrayOf("int4", pids));
            select.setArray(2, connection.createArrayOf("int8", started));
            select.setInt(3, connection.unwrap(PgConnection.class).getBackendPID()); // another one behind a pooler
            return read(select.executeQuery(), leaveFree);
        }
    }

    private static ServerUse read(ResultSet rows, int leaveFree) throws SQLException {
        List<ApplicationUse> applications = new ArrayList<>();
        int others = 0;
        int inDatabase = 0;
        int ofRole = 0;
        while (rows.next()) {
            applications.add(new ApplicationUse(rows.getString(1), rows.getInt(2)));
            others += rows.getInt(3);
            inDatabase += rows.getInt(4);
            ofRole += rows.getInt(5);
            if (rows.isLast()) {
                List<Limit> limits = new ArrayList<>();
                limits.add(new Limit(Scope.SERVER, rows.getInt(7), rows.getInt(8), others, leaveFree));
                addUnlessNone(limits, Scope.DATABASE, rows.getInt(9), inDatabase);
                addUnlessNone(limits, Scope.ROLE, rows.getInt(10), ofRole);
                return new ServerUse(rows.getInt(6), rows.getInt(7), limits, applications);
            }
        }
        throw new SQLException("the server lists no connection, not even the one that asks", "XX000");
    }

    private static void addUnlessNone(List<Limit> limits, Scope scope, int allowed, int others) {
        if (allowed >= 0) {
            limits.add(new Limit(scope, allowed, 0, others, 0));
        }
    }
}
