package dev.poolwarden.bench.overload;

import dev.poolwarden.bench.BenchPool;
import dev.poolwarden.gate.AdaptiveLimit;
import dev.poolwarden.gate.Arrival;
import dev.poolwarden.gate.GateSettings;
import dev.poolwarden.gate.LimitSettings;
import dev.poolwarden.gate.PermitRejectedException;
import dev.poolwarden.pool.PoolSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalInt;

/** Poolwarden's preset {@code standard}, as large as the workload allows; the one place that says how it is set. */
final class PoolwardenPeer implements Peer {

    /** Where the limit begins in a run that begins at the bottom. */
    static final int FLOOR = 2;

    private static final int BASE_SIZE = 20;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(50);
    private static final int BACKLOG = 1_000;

    private final ThreadLocal<Arrival> arrival = ThreadLocal.withInitial(() -> Arrival.INTERACTIVE);
    private final BenchPool pool;

    PoolwardenPeer(Setup setup) throws SQLException {
        int most = setup.mostConnections();
        pool = new BenchPool(
                setup.url(),
                size(most),
                new GateSettings(most, LONGEST_WAIT, SHORTEST_WAIT, BACKLOG),
                setup.start().isPresent()
                        ? AdaptiveLimit.between(FLOOR, most, setup.start().getAsInt())
                        : new LimitSettings(true, FLOOR, most).begin(),
                arrival::get);
    }

    private static PoolSettings size(int most) {
        int base = Math.min(BASE_SIZE, most);
        return new PoolSettings(
                base,
                most - base,
                Duration.ofMinutes(30),
                50_000,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(31),
                0,
                "poolwarden:bench");
    }

    @Override
    public void call(Kind kind, Work work) throws Rejected, SQLException {
        arrival.set(kind == Kind.BACKGROUND ? Arrival.BACKGROUND : Arrival.INTERACTIVE);
        try (Connection connection = pool.borrow()) {
            work.on(connection);
        } catch (PermitRejectedException e) {
            throw new Rejected();
        }
    }

    @Override
    public OptionalInt limit() {
        return OptionalInt.of(pool.limit());
    }

    @Override
    public void close() {
        pool.close();
    }
}
