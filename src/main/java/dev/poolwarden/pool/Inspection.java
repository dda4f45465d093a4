package dev.poolwarden.pool;

import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.pool.ConnectionHandler;
import io.agroal.pool.wrapper.ConnectionWrapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Looks at idle connections: at one that a borrower is about to get after it lay idle, and once a second at each. The second is
 * where worn and surplus ones are found out: nobody else holds them then.
 *
 * <p>Why not Agroal's own validation of idle connections: it reads the clock at each borrow and at each return, which costs as
 * much as all the rest that Agroal does. The gate has read it, so it is asked here, at the one place between Agroal's taking a
 * connection and anybody's using it.
 */
final class Inspection implements ConnectionValidator {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    /** An idle connection that has proved itself within this time is not asked again by the housekeeping. */
    private static final long PROOF_HOLDS = Duration.ofSeconds(30).toNanos();

    /** An idle connection older than this is asked whether it lives before a borrower gets it; costs one round trip. */
    private static final long WARM = Duration.ofMillis(500).toNanos();

    private static final int MOST_PROOF_SECONDS = 2;

    /**
     * How long a proof may take, and what all of them together may cost one borrower, who will not wait longer for a connection: a
     * server that is silent longer is silent on the next connection too.
     */
    private final int proofSeconds;

    private final ConnectionLedger ledger;
    private final Retirement retirement;
    private final Departures departures;
    private final PoolerWatch poolers;
    private final WriteAccess access;
    private final LongSupplier nanoTime;
    private final Discard discard;

    Inspection(
            PoolSettings settings,
            ConnectionLedger ledger,
            Retirement retirement,
            Departures departures,
            PoolerWatch poolers,
            WriteAccess access,
            LongSupplier nanoTime) {
        this.proofSeconds =
                (int) Math.min(MOST_PROOF_SECONDS, settings.connectTimeout().toSeconds());
        this.ledger = ledger;
        this.retirement = retirement;
        this.departures = departures;
        this.poolers = poolers;
        this.access = access;
        this.nanoTime = nanoTime;
        this.discard = new Discard(ledger);
    }

    Discard discard() {
        return discard;
    }

    @Override
    public boolean isValid(Connection connection) {
        Connection raw = ((ConnectionWrapper) connection).getHandler().rawConnection();
        Physical physical = ledger.find(ledger.errands().mine(), raw);
        if (physical == null) {
            return false;
        }
        return mayStay(connection, physical, nanoTime.getAsLong());
    }

    /** Whether it was used so shortly before that it need not be asked. */
    static boolean isWarm(Physical connection, long now) {
        return now - connection.lastUsed() <= WARM;
    }

    /**
     * Called on a borrower's thread with each connection that it gets, before anybody has used it.
     *
     * @throws DeadConnection after having dropped it
     */
    void requireAlive(ConnectionHandler handle) throws SQLException {
        Errand borrower = ledger.errands().borrowing();
        if (borrower == null || borrower.served != null) {
            return; // a transaction's own once more, which is in use
        }
        Physical physical = ledger.find(borrower, handle.rawConnection());
        long now = borrower.blocked ? nanoTime.getAsLong() : borrower.since; // it may have waited for long in there
        boolean idle = physical != null && !physical.borrowed() && !isWarm(physical, now);
        if (idle && !provesTo(borrower, handle.rawConnection(), physical)) {
            discard.dead(physical, handle);
            throw new DeadConnection(physical);
        }
    }

    private boolean mayStay(Connection connection, Physical physical, long now) {
        poolers.testAgain(physical);
        boolean spent = physical.doomed
                || retirement.isDue(physical, ledger::living, now)
                || retirement.isSurplus(physical, ledger.living(), now) && departures.mayGo(ledger.living(), now);
        return !spent
                && (now - physical.lastProved() < PROOF_HOLDS || proves(connection, physical, now))
                && !isStale(physical);
    }

    private boolean provesTo(Errand borrower, Connection connection, Physical physical) {
        if (borrower.proving >= TimeUnit.SECONDS.toNanos(proofSeconds)) {
            return false;
        }
        long now = nanoTime.getAsLong();
        boolean proved = proves(connection, physical, now);
        borrower.proving += nanoTime.getAsLong() - now;
        return proved;
    }

    private boolean proves(Connection connection, Physical physical, long now) {
        try {
            physical.proved(now);
            return connection.isValid(proofSeconds) && !isStale(physical);
        } catch (SQLException e) {
            LOG.debugf("Connection with backend %d is dead: %s", physical.pid, e.getMessage());
            return false;
        }
    }

    private boolean isStale(Physical physical) {
        return access.isStale(physical) && retirement.mayGo(ledger::living);
    }

    /** Lets the housekeeping ask every idle connection again, since the server may have cut them. */
    void suspectAll() {
        long longAgo = nanoTime.getAsLong() - PROOF_HOLDS;
        ledger.all().forEach(each -> each.proved(longAgo));
    }
}
