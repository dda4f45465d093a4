package dev.poolwarden.pool;

import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Looks at idle connections. Agroal asks it about a connection that a borrower is about to get after it lay idle, and about
 * every idle connection once a second. The second is where worn and surplus ones are found out: nobody else holds them then.
 */
final class Inspection implements ConnectionValidator {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    /** An idle connection that has proved itself within this time is not asked again by the housekeeping. */
    private static final long PROOF_HOLDS = Duration.ofSeconds(30).toNanos();

    private static final int PROOF_TIMEOUT_SECONDS = 2;

    /** What all proofs together may cost one borrower; a server that is silent longer is silent on the next connection too. */
    private static final long PATIENCE_WITH_PROOFS =
            Duration.ofSeconds(PROOF_TIMEOUT_SECONDS).toNanos();

    private final ConnectionLedger ledger;
    private final Retirement retirement;
    private final Departures departures;
    private final PoolerWatch poolers;
    private final LongSupplier nanoTime;

    Inspection(
            ConnectionLedger ledger,
            Retirement retirement,
            Departures departures,
            PoolerWatch poolers,
            LongSupplier nanoTime) {
        this.ledger = ledger;
        this.retirement = retirement;
        this.departures = departures;
        this.poolers = poolers;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean isValid(Connection connection) {
        Physical physical = ledger.find(connection);
        if (physical == null) {
            return false;
        }
        long now = nanoTime.getAsLong();
        Borrower borrower = ledger.arrival();
        return borrower == null ? mayStay(connection, physical, now) : provesTo(borrower, connection, physical, now);
    }

    private boolean mayStay(Connection connection, Physical physical, long now) {
        poolers.testAgain(physical);
        boolean spent = physical.doomed
                || retirement.isDue(physical, ledger::living, now)
                || retirement.isSurplus(physical, ledger.living(), now) && departures.mayGo(ledger.living(), now);
        return !spent && (now - physical.lastProved < PROOF_HOLDS || proves(connection, physical, now));
    }

    private boolean provesTo(Borrower borrower, Connection connection, Physical physical, long now) {
        if (borrower.proving >= PATIENCE_WITH_PROOFS) {
            return false;
        }
        boolean proved = proves(connection, physical, now);
        borrower.proving += nanoTime.getAsLong() - now;
        return proved;
    }

    private static boolean proves(Connection connection, Physical physical, long now) {
        try {
            physical.lastProved = now;
            return connection.isValid(PROOF_TIMEOUT_SECONDS);
        } catch (SQLException e) {
            LOG.debugf("Connection with backend %d is dead: %s", physical.pid, e.getMessage());
            return false;
        }
    }

    /** Lets the housekeeping ask every idle connection again, since the server may have cut them. */
    void suspectAll() {
        long longAgo = nanoTime.getAsLong() - PROOF_HOLDS;
        ledger.all().forEach(each -> each.lastProved = longAgo);
    }
}
