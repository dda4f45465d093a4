package dev.poolwarden.pool;

import dev.poolwarden.breaker.DatabaseBreaker;
import dev.poolwarden.control.ConnectionTest;
import dev.poolwarden.control.ManagedPool;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.Rejection;
import dev.poolwarden.reading.DatabaseProbe;
import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.PlannedRetirement;
import dev.poolwarden.reclaim.PlannedRetirement.Evidence;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The guarded pool as a whole: what the application borrows from, what the monitor reads and drives, and what ends at the
 * shutdown. Thread-safe.
 */
public final class PostgresPool implements ManagedPool, ConnectionTest, AutoCloseable {

    private static final long PAUSE = Duration.ofMillis(5).toNanos();
    private static final Duration RETIREMENT_PATIENCE = Duration.ofSeconds(5);

    private final PoolSettings settings;
    private final Gate gate;
    private final LongSupplier nanoTime;
    private final ConnectBackoff backoff;
    private final ReservedConnection reserved;
    private final PoolerWatch poolers;
    private final PostgresProbe probe;
    private final Backends backends;
    private final ConnectionLedger ledger;
    private final Inspection inspection;
    private final AgroalDataSource agroal;
    private final GuardedDataSource dataSource;

    /**
     * Builds the pool and begins to open its base size; returns at once.
     *
     * @param blueprint the pool that Quarkus configured; nobody else may use it
     * @param address turns the configured JDBC URL into the one to connect to
     * @param interceptors the application's own
     * @param reachable whether the last probe reached the database
     */
    public PostgresPool(
            AgroalDataSource blueprint,
            UnaryOperator<String> address,
            List<AgroalPoolInterceptor> interceptors,
            PoolSettings settings,
            Gate gate,
            DatabaseBreaker breaker,
            BooleanSupplier reachable,
            LongSupplier nanoTime) {
        RandomGenerator random = RandomGenerator.getDefault();
        this.settings = settings;
        this.gate = gate;
        this.nanoTime = nanoTime;
        this.backoff = new ConnectBackoff(random);
        AgroalConnectionFactoryConfiguration connections = addressed(
                blueprint.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration(), address);
        this.reserved = new ReservedConnection(connections, settings.applicationName() + ":reserved", random, nanoTime);
        this.poolers = new PoolerWatch(reserved);
        this.probe = new PostgresProbe(reserved, poolers);
        this.backends = new Backends(reserved);
        TroubleSorter sorter = new TroubleSorter(
                blueprint.getConfiguration().connectionPoolConfiguration().exceptionSorter());
        Retirement retirement = new Retirement(settings, random);
        this.ledger = new ConnectionLedger(
                retirement,
                backoff,
                breaker,
                sorter,
                new RoomMaker(settings.capacity(), backends, nanoTime),
                poolers,
                nanoTime);
        this.inspection = new Inspection(ledger, retirement, poolers, nanoTime);
        this.agroal = AgroalPool.build(blueprint, connections, interceptors, settings, ledger, inspection, sorter);
        this.dataSource = new GuardedDataSource(agroal, interceptors, ledger, gate, reachable);
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
        return probe;
    }

    /** Whether a pooler stands in front of the server, as far as is known by now. */
    public Pooling pooling() {
        return poolers.pooling();
    }

    /** Waits until the base size is open or an attempt to open it failed, for the connect timeout at most. */
    public void awaitStart() {
        await(
                settings.connectTimeout(),
                () -> ledger.established() >= settings.size()
                        || ledger.tally().failures.sum() > 0);
    }

    @Override
    public Duration testConnection() throws SQLException {
        return reserved.call(connection -> {
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
                granted(),
                ledger.established(),
                tally.inUse.get(),
                tally.borrowed.sum(),
                tally.firstBorrows.sum(),
                tally.created.sum(),
                tally.retired.sum(),
                tally.failures.sum());
    }

    /** What the server's limits leave, less the reserved connection; while it refuses more, what is open. */
    private int granted() {
        boolean limits =
                poolers.pooling() != Pooling.TRANSACTION; // there, many connections share what the server allows
        int byLimits = limits ? Math.max(0, probe.grant().orElse(Integer.MAX_VALUE) - 1) : Integer.MAX_VALUE;
        int granted = Math.min(settings.capacity(), byLimits);
        var state = backoff.state();
        boolean refused = state.trouble() == Trouble.FULL && state.waitsAt(nanoTime.getAsLong());
        return refused ? Math.min(granted, ledger.established()) : granted;
    }

    @Override
    public void refill() {
        boolean due = !backoff.state().waitsAt(nanoTime.getAsLong());
        if (due && ledger.established() < settings.size()) {
            agroal.flush(FlushMode.FILL);
        }
    }

    @Override
    public void recovered() {
        if (backoff.state().trouble() != Trouble.FULL) {
            backoff.succeeded();
        }
        inspection.suspectAll();
    }

    @Override
    public List<PlannedRetirement> planCleanup(CleanupMode mode, int max) throws SQLException {
        long now = nanoTime.getAsLong();
        List<PlannedRetirement> plan = switch (mode) {
            case IDLE -> idle(now);
            case GRACEFUL ->
                ledger.all().stream()
                        .map(each -> planned(each, Evidence.REPLACED, now))
                        .toList();
            case LEAKED, ALL ->
                throw new UnsupportedOperationException("Cleanup mode " + mode.code() + " is not built yet");
        };
        return plan.subList(0, Math.min(max, plan.size()));
    }

    /** The dead, which the server no longer lists, and of the others the longest idle beyond the base size. */
    private List<PlannedRetirement> idle(long now) throws SQLException {
        List<Physical> idle = ledger.all().stream()
                .filter(each -> !each.borrowed && !each.doomed)
                .sorted(Comparator.comparingLong(each -> each.lastUsed - now))
                .toList();
        List<Integer> pids = idle.stream().map(each -> each.pid).toList();
        Set<Integer> living = poolers.pooling().ownsProcesses() ? backends.living(pids) : Set.copyOf(pids);
        List<Physical> dead =
                idle.stream().filter(each -> !living.contains(each.pid)).toList();
        int surplus = Math.max(0, ledger.established() - dead.size() - settings.size());
        return Stream.concat(
                        dead.stream().map(each -> planned(each, Evidence.DEAD, now)),
                        idle.stream()
                                .filter(each -> living.contains(each.pid))
                                .limit(surplus)
                                .map(each -> planned(each, Evidence.SURPLUS, now)))
                .toList();
    }

    private static PlannedRetirement planned(Physical connection, Evidence evidence, long now) {
        boolean borrowed = connection.borrowed;
        long idle = borrowed ? 0 : Duration.ofNanos(now - connection.lastUsed).toMillis();
        return new PlannedRetirement(connection.pid, evidence, borrowed, Math.max(0, idle));
    }

    @Override
    public Retired retire(List<PlannedRetirement> plan) throws SQLException {
        Set<Integer> pids = plan.stream().map(PlannedRetirement::pid).collect(Collectors.toSet());
        List<Physical> targets =
                ledger.all().stream().filter(each -> pids.contains(each.pid)).toList();
        targets.forEach(each -> each.doomed = true);
        agroal.flush(FlushMode.INVALID);
        await(RETIREMENT_PATIENCE, () -> targets.stream().allMatch(each -> each.gone || each.borrowed));
        List<Physical> closed = targets.stream().filter(each -> each.gone).toList();
        Set<Integer> lingering = backends.awaitGone(
                closed.stream()
                        .filter(each -> each.backend.direct()) // a pooler keeps the others' processes
                        .map(each -> each.pid)
                        .toList(),
                RETIREMENT_PATIENCE);
        int gone = closed.size() - lingering.size();
        return new Retired(gone, targets.size() - gone);
    }

    /** Admits nobody any more, waits for those who work, for this time at most, and closes every connection. */
    public void drain(Duration patience) {
        gate.refuse(Rejection.Cause.DRAINING);
        await(patience, () -> gate.snapshot().occupancy().inFlight() == 0);
        close();
    }

    @Override
    public void close() {
        dataSource.close();
        ledger.close();
        reserved.close();
    }

    private void await(Duration patience, BooleanSupplier condition) {
        long deadline = nanoTime.getAsLong() + patience.toNanos();
        while (!condition.getAsBoolean() && nanoTime.getAsLong() - deadline < 0) {
            LockSupport.parkNanos(PAUSE);
        }
    }
}
