package dev.poolwarden.bench.overload;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.FixedLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import com.netflix.concurrency.limits.limiter.LifoBlockingLimiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * HikariCP behind one of Netflix' concurrency limits, whose limiter lets the newest wait first, for 0.1 s. The limits see windows
 * of 1 s rather than single requests, as the library's documentation shows it.
 */
final class LimiterPeer implements Peer {

    private static final long WAIT_MS = 100;
    /** The library's own, 20, is the whole pool of many applications, and far above what a CPU-bound query can use. */
    private static final int GRADIENT2_FLOOR = 4;

    /** So much waiting inside the pool never happens: the limit is at most as high as the pool is large. */
    private static final Duration NEVER_REACHED = Duration.ofSeconds(30);

    private final HikariPeer pool;
    private final SimpleLimiter<Void> limiter;
    private final Limiter<Void> blocking;

    private LimiterPeer(Setup setup, Limit limit) {
        pool = new HikariPeer(setup, NEVER_REACHED);
        limiter = SimpleLimiter.newBuilder().limit(limit).build();
        blocking = LifoBlockingLimiter.newBuilder(limiter)
                .backlogTimeout(WAIT_MS, TimeUnit.MILLISECONDS)
                .build();
    }

    static LimiterPeer gradient2(Setup setup) {
        return new LimiterPeer(
                setup,
                WindowedLimit.newBuilder()
                        .build(Gradient2Limit.newBuilder()
                                .initialLimit(start(setup))
                                .minLimit(GRADIENT2_FLOOR)
                                .maxConcurrency(setup.mostConnections())
                                .build()));
    }

    static LimiterPeer vegas(Setup setup) {
        return new LimiterPeer(
                setup,
                WindowedLimit.newBuilder()
                        .build(VegasLimit.newBuilder()
                                .initialLimit(start(setup))
                                .maxConcurrency(setup.mostConnections())
                                .build()));
    }

    /** The library's own 20, unless the run says otherwise. */
    private static int start(Setup setup) {
        return setup.start().orElse(Math.min(20, setup.mostConnections()));
    }

    /** The best fixed limit that was found for the workload: what a limit that adapts has to be compared with. */
    static LimiterPeer reference(Setup setup) {
        return new LimiterPeer(setup, FixedLimit.of(setup.bestFixed()));
    }

    @Override
    public void call(Kind kind, Work work) throws Rejected, SQLException {
        Optional<Limiter.Listener> admitted = blocking.acquire(null);
        if (admitted.isEmpty()) {
            throw new Rejected();
        }
        try {
            pool.call(kind, work);
            admitted.get().onSuccess();
        } catch (Rejected | SQLException e) {
            admitted.get().onDropped();
            throw e;
        }
    }

    @Override
    public OptionalInt limit() {
        return OptionalInt.of(limiter.getLimit());
    }

    @Override
    public void close() {
        pool.close();
    }
}
