package dev.poolwarden.bench;

import dev.poolwarden.gate.PermitRejectedException;
import dev.poolwarden.testing.TestPostgres;
import dev.poolwarden.throttle.ThrottlingLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Ten tasks that call a service of 1 s beside interactive requests, on preset {@code small}: what it costs to hold the
 * connection over the call, and what it does to give it back first. The tasks are not guarded, so that nothing else differs.
 */
final class OutsideWait {

    private static final int TASKS = 10;
    private static final long OUTSIDE_MS = 1_000;
    private static final int REQUESTS_PER_SECOND = 50;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(30);

    /** When the tasks begin, and how long each rests after a run. */
    private enum Rhythm {
        SPREAD("spread, 1 s rest", 1_000),
        TOGETHER("all due at once, 1 s rest", 1_000),
        WITHOUT_REST("without rest", 0);

        private final String words;
        private final long pauseMs;

        Rhythm(String words, long pauseMs) {
            this.words = words;
            this.pauseMs = pauseMs;
        }
    }

    private final BenchPool pool;
    private final Rhythm rhythm;
    private final boolean holding;
    private final ConcurrentHistogram micros = new ConcurrentHistogram(TimeUnit.SECONDS.toMicros(120), 3);
    private final AtomicInteger rejections = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger taskRuns = new AtomicInteger();
    private final AtomicLong inUse = new AtomicLong();
    private final AtomicInteger samples = new AtomicInteger();
    private final ConcurrentSkipListMap<ThrottlingLevel, Integer> levels = new ConcurrentSkipListMap<>();
    private volatile boolean measuring;
    private volatile boolean over;

    private OutsideWait(BenchPool pool, Rhythm rhythm, boolean holding) {
        this.pool = pool;
        this.rhythm = rhythm;
        this.holding = holding;
    }

    static void measure() throws Exception {
        System.out.println(
                "| tasks | connection | requests | p50 ms | p99 ms | max ms | rejected | failed | task runs |"
                        + " in use, mean of " + BenchPool.LIMIT + " | s at level |");
        System.out.println("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|");
        try (TestPostgres postgres = new TestPostgres()) {
            for (Rhythm rhythm : Rhythm.values()) {
                for (boolean holding : new boolean[] {true, false}) {
                    try (BenchPool pool = BenchPool.small(postgres.url())) {
                        new OutsideWait(pool, rhythm, holding).run();
                    }
                }
            }
        }
    }

    private void run() throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
        Random random = new Random(1);
        for (int i = 0; i < TASKS; i++) {
            long begin = rhythm == Rhythm.TOGETHER ? 0 : random.nextInt((int) (OUTSIDE_MS + rhythm.pauseMs));
            threads.execute(() -> tasks(begin));
        }
        clock.scheduleAtFixedRate(() -> request(threads), 0, 1_000_000 / REQUESTS_PER_SECOND, TimeUnit.MICROSECONDS);
        clock.scheduleAtFixedRate(this::sample, 0, 10, TimeUnit.MILLISECONDS);
        Thread.sleep(WARM_UP.toMillis());
        measuring = true;
        Thread.sleep(MEASURED.toMillis());
        measuring = false;
        over = true;
        clock.shutdownNow();
        threads.shutdown();
        threads.awaitTermination(30, TimeUnit.SECONDS);
        print();
    }

    private void tasks(long beginMs) {
        try {
            Thread.sleep(beginMs);
            while (!over) {
                try {
                    task();
                    taskRuns.addAndGet(measuring ? 1 : 0);
                } catch (SQLException e) {
                    count(e);
                }
                Thread.sleep(rhythm.pauseMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void task() throws SQLException, InterruptedException {
        if (holding) {
            try (Connection connection = pool.borrow()) {
                ask(connection);
                Thread.sleep(OUTSIDE_MS);
                ask(connection);
            }
        } else {
            try (Connection connection = pool.borrow()) {
                ask(connection);
            }
            Thread.sleep(OUTSIDE_MS);
            try (Connection connection = pool.borrow()) {
                ask(connection);
            }
        }
    }

    /** Measured from the moment when it should have begun, however late a thread is found for it. */
    private void request(ExecutorService threads) {
        long due = System.nanoTime();
        boolean counts = measuring;
        threads.execute(() -> {
            try (Connection connection = pool.borrow()) {
                ask(connection);
            } catch (SQLException e) {
                if (counts) {
                    count(e);
                }
                return;
            }
            if (counts) {
                micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due));
            }
        });
    }

    private void count(SQLException e) {
        (e instanceof PermitRejectedException ? rejections : failures).incrementAndGet();
    }

    /** A statement of 5 ms. */
    private static void ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_sleep(0.005)");
        }
    }

    private void sample() {
        if (measuring) {
            inUse.addAndGet(pool.inUse());
            if (samples.getAndIncrement() % 100 == 0) {
                levels.merge(pool.state().config().level(), 1, Integer::sum);
            }
        }
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %d | %.1f | %.1f | %.1f | %d | %d | %d | %.1f | %s |%n",
                rhythm.words,
                holding ? "held over the call" : "given back first",
                micros.getTotalCount(),
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3,
                rejections.get(),
                failures.get(),
                taskRuns.get(),
                inUse.doubleValue() / samples.get(),
                levels);
    }
}
