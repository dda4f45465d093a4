package dev.poolwarden.pool;

import dev.poolwarden.breaker.DatabaseBreaker;
import dev.poolwarden.control.ConnectionTest;
import dev.poolwarden.control.ManagedPool;
import dev.poolwarden.gate.Arrivals;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.Rejection;
import dev.poolwarden.reading.DatabaseProbe;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.Callers;
import dev.poolwarden.reclaim.Census;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The guarded pool as a whole: what the application borrows from, what the monitor reads and drives, and what ends at the
 * shutdown. Thread-safe.
 */
public final class PostgresPool implements ManagedPool, ConnectionTest, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PoolSettings settings;
    private final Gate gate;
    private final LongSupplier nanoTime;
    private final ConnectBackoff backoff;
    private final ServerSide server;
    private final ElasticSize sizes;
    private final ConnectionLedger ledger;
    private final CensusTaker census;
    private final Reclaimer reclaimer;
    private final Retirer retirer;
    private final Inspection inspection;
    private final TroubleSorter sorter;
    private final LongSupplier awaiting; // threads in Agroal's queue
    private final AgroalDataSource agroal;
    private final GuardedDataSource dataSource;

    /**
     * Builds the pool and begins to open its base size; returns at once.
     *
     * @param blueprint the pool that Quarkus configured; nobody else may use it
     * @param address turns the configured JDBC URL into the one to connect to
     * @param interceptors the application's own
     * @param reachable whether the last probe reached the database
     * @param callers says who borrows
     * @param arrivals says how much it matters, and on whose behalf it comes
     */
    public PostgresPool(
            AgroalDataSource blueprint,
            UnaryOperator<String> address,
            List<AgroalPoolInterceptor> interceptors,
            PoolSettings settings,
            Gate gate,
            DatabaseBreaker breaker,
            BooleanSupplier reachable,
            Callers callers,
            Arrivals arrivals,
            LongSupplier nanoTime) {
        // Shared by threads; and not RandomGenerator.getDefault(), whose algorithm a native image and some small JREs
        // lack.
        RandomGenerator random = new Random();
        this.settings = settings;
        this.gate = gate;
        this.nanoTime = nanoTime;
        this.backoff = new ConnectBackoff(random);
        AgroalConnectionFactoryConfiguration connections = addressed(
                blueprint.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration(), address);
        this.server = new ServerSide(
                connections, settings, this::connections, this::followRoom, this::suspectAll, random, nanoTime);
        this.sizes = new ElasticSize(
                settings,
                server.fits,
                backoff,
                () -> reachable.getAsBoolean() && breaker.isClosed(),
                this::ledger,
                this::agroal,
                this::waitingInAgroal,
                random,
                nanoTime);
        TakenBack takenBack = new TakenBack();
        this.sorter = new TroubleSorter(
                blueprint.getConfiguration().connectionPoolConfiguration().exceptionSorter(), takenBack);
        Retirement retirement = new Retirement(settings, random, server.fits::room);
        Opening openings = new Opening(
                backoff,
                new ConnectPace(settings.capacity(), random, nanoTime),
                server.fits,
                new RoomMaker(server.leaving, nanoTime),
                server.poolers,
                breaker,
                nanoTime);
        ReturnJudge returns = new ReturnJudge(breaker, sorter, retirement, server.access, nanoTime);
        this.ledger = new ConnectionLedger(retirement, openings, returns, nanoTime);
        this.census = new CensusTaker(ledger, server.backends, settings.size(), server::ownsProcesses, nanoTime);
        this.reclaimer = new Reclaimer(ledger, server.backends, takenBack, PATIENCE);
        Departures departures = new Departures(settings, sizes::expected, random);
        this.inspection =
                new Inspection(settings, ledger, retirement, departures, server.poolers, server.access, nanoTime);
        AgroalDataSource built =
                AgroalPool.build(blueprint, connections, interceptors, settings, ledger, inspection, sorter, nanoTime);
        this.awaiting = AgroalPool.awaiting(built);
        this.agroal = built;
        this.retirer = new Retirer(ledger, server.backends, () -> agroal.flush(FlushMode.INVALID), PATIENCE, nanoTime);
        this.dataSource = new GuardedDataSource(
                agroal,
                interceptors,
                ledger,
                new Borrowing(ledger, openings, takenBack, callers, settings.connectTimeout(), nanoTime),
                gate,
                arrivals,
                reachable,
                AgroalPool.requiresTransaction(blueprint),
                new OwnMetrics(ledger, gate, awaiting));
        blueprint.close(); // it has opened nothing, and nobody shall pass the gate by
    }

    private static AgroalConnectionFactoryConfiguration addressed(
            AgroalConnectionFactoryConfiguration configured, UnaryOperator<String> address) {
        return new AgroalConnectionFactoryConfigurationSupplier(configured)
                .jdbcUrl(address.apply(configured.jdbcUrl()))
                .get();
    }

    public GuardedDataSource dataSource() {
        return dataSource;
    }

    public DatabaseProbe probe() {
        return server.probe;
    }

    /** Whether a pooler stands in front of the server, as far as is known by now. */
    public Pooling pooling() {
        return server.poolers.pooling();
    }

    /** What fits on the server, as far as is known by now. */
    public Optional<Fit> fit() {
        return server.fits.latest();
    }

    private Collection<Physical> connections() {
        return ledger.all();
    }

    /** Waits until the base size, or what fits of it, is open or an attempt to open it failed, for the connect timeout at most. */
    public void awaitStart() {
        Patience.await(
                settings.connectTimeout(),
                nanoTime,
                () -> ledger.established() >= sizes.baseSize()
                        || ledger.tally().failures.sum() > 0);
    }

    @Override
    public Duration testConnection() throws SQLException {
        return server.reserved.call(connection -> {
            long start = nanoTime.getAsLong();
            try (var statement = connection.createStatement()) {
                statement.executeQuery("select 1").close();
            }
            return Duration.ofNanos(nanoTime.getAsLong() - start);
        });
    }

    @Override
    public PoolCounts counts() {
        Tally tally = ledger.tally();
        return new PoolCounts(
                settings.size(),
                settings.maxOverflow(),
                sizes.granted(),
                ledger.established(),
                ledger.inUse(),
                ledger.borrows(),
                tally.firstBorrows.sum(),
                tally.created.sum(),
                tally.retired.sum(),
                tally.failures.sum(),
                tally.reclaimed.sum(),
                sorter.diskFull());
    }

    @Override
    public void refill() {
        sizes.refill();
    }

    @Override
    public void expect(int connections) {
        sizes.expect(connections);
    }

    @Override
    public long prewarmed() {
        return sizes.prewarmed();
    }

    private void followRoom() {
        sizes.followRoom();
    }

    private void suspectAll() {
        inspection.suspectAll();
    }

    private ConnectionLedger ledger() {
        return ledger;
    }

    private AgroalDataSource agroal() {
        return agroal;
    }

    private long waitingInAgroal() {
        return awaiting.getAsLong();
    }

    @Override
    public void recovered() {
        backoff.expire(nanoTime.getAsLong());
        inspection.suspectAll();
    }

    @Override
    public Census census() throws SQLException {
        return census.take();
    }

    @Override
    public Census blindCensus() {
        return census.takeBlindly();
    }

    @Override
    public CleanupOutcome cleanUp(CleanupPlan plan) throws SQLException {
        return retirer.retire(plan.steps(Action.RETIRE))
                .plus(reclaim(plan, Action.RECLAIM))
                .plus(reclaim(plan, Action.CUT));
    }

    /** Spares all if a pooler was found out since the plan was made. */
    private CleanupOutcome reclaim(CleanupPlan plan, Action action) throws SQLException {
        List<Step> steps = plan.steps(action);
        return server.ownsProcesses() ? reclaimer.reclaim(steps, action) : new CleanupOutcome(0, 0, 0, steps.size());
    }

    /** Admits nobody any more, waits for those who work, for this time at most, and closes every connection. */
    public void drain(Duration patience) {
        gate.refuse(Rejection.Cause.DRAINING);
        Patience.await(patience, nanoTime, () -> gate.snapshot().occupancy().inFlight() == 0);
        close();
    }

    @Override
    public void close() {
        sizes.close();
        dataSource.close();
        ledger.close();
        server.close();
    }
}
