package dev.poolwarden.pool;

import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.jdbc.PgConnection;

/**
 * Which connections can only read, though a new one could write. After a failover the old ones lead to a server that was demoted;
 * and a session that began while a database was read-only stays so. The server reports both to the driver unasked (from version
 * 14 on), so that looking costs nothing; behind a pooler the report may be anybody's, and is not believed.
 *
 * <p>What a session reports may be looked at only by whoever has it to himself; {@link #found} is called by the probe's thread
 * alone, the rest by anyone.
 */
final class WriteAccess {

    /**
     * A connection that was read-only from the start is given up for a refused write only when it is as old as this: a server
     * that has changed nothing shall not be connected to for each write that it refuses.
     */
    private static final long SETTLED = Duration.ofSeconds(5).toNanos();

    private static final long SELDOM = Duration.ofSeconds(30).toNanos();

    private static final String STANDBY = "in_hot_standby";
    private static final String DEFAULT = "default_transaction_read_only";

    private enum Server {
        UNKNOWN,
        WRITABLE,
        READ_ONLY
    }

    /**
     * @param server what the probe's session is like
     * @param everWritable whether one ever could write
     * @param regained whether one could only read, and the next could write
     * @param since when that happened last, in ns
     */
    private record State(Server server, boolean everWritable, boolean regained, long since) {}

    private volatile State state = new State(Server.UNKNOWN, false, false, 0);
    private boolean met; // a session that only reads; this and the next by the probe's thread alone
    private long asked; // over a new one, in ns

    /** Whether the server has told the driver that this session can only read. */
    static boolean isReadOnly(PgConnection session) {
        return isOn(session, STANDBY) || isOn(session, DEFAULT);
    }

    private static boolean isOn(PgConnection session, String parameter) {
        return "on".equals(session.getParameterStatus(parameter));
    }

    /**
     * What the probe found over a session of its own at {@code now} ns.
     *
     * @return whether that is another than before, so that connections may have turned
     */
    boolean found(boolean readOnly, long now) {
        State before = state;
        if (readOnly) {
            state = new State(Server.READ_ONLY, before.everWritable, before.regained, before.since);
        } else if (before.server == Server.READ_ONLY) {
            state = new State(Server.WRITABLE, true, true, now);
        } else if (before.server == Server.UNKNOWN) {
            state = new State(Server.WRITABLE, true, false, 0);
        }
        return before.server != Server.UNKNOWN && before.server != state.server;
    }

    /**
     * Whether only a new session would tell that the database can be written to again: where it could before, it may be somewhere
     * else by now; and a session keeps the default that it began with. What was never written to is asked anew now and then.
     * Called by the probe's thread alone.
     */
    boolean wantsNewSession(PgConnection session, long now) {
        if (state.server != Server.READ_ONLY) {
            met = false;
            return false;
        }
        if (!met) {
            met = true;
            asked = now;
        }
        boolean wants = state.everWritable || isOn(session, DEFAULT) && now - asked > SELDOM;
        asked = wants ? now : asked;
        return wants;
    }

    /**
     * Whether a connection can only read and the next one may be able to write. An application may have made a session read-only
     * itself; that is no reason, unless the server has turned.
     */
    boolean isStale(Physical connection) {
        State now = state;
        boolean older = now.regained && connection.opened - now.since < 0;
        boolean turned =
                !connection.beganReadOnly && (now.server == Server.READ_ONLY || isOn(connection.server, STANDBY));
        return (older || turned) && readsOnly(connection);
    }

    /** The same of one over which a write was just refused that its borrower did not forbid himself. */
    boolean isStaleAfterRefusal(Physical connection, long now) {
        boolean settled = state.server == Server.WRITABLE && now - connection.opened > SETTLED;
        boolean refused = (!connection.beganReadOnly || settled) && !isForbidden(connection.server);
        return refused && readsOnly(connection) || isStale(connection);
    }

    /** Whether its borrower has said so by JDBC; asks nobody. */
    private static boolean isForbidden(PgConnection session) {
        try {
            return session.isReadOnly();
        } catch (SQLException e) {
            return false; // closed
        }
    }

    private static boolean readsOnly(Physical connection) {
        return connection.process.direct() && isReadOnly(connection.server);
    }
}
