package dev.poolwarden.bench;

import dev.poolwarden.gate.AdaptiveLimit;
import dev.poolwarden.gate.LimitWindow;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;

/**
 * The limit on a real PostgreSQL: as many callers as the capacity, each with a connection of its own, ask without a pause as
 * far as the limit lets them. A row of fixed limits first, for the best one; then the adaptive one from both ends.
 */
final class LimitOnPostgres {

    private record Workload(String name, int capacity, String[] statements) {}

    /** What happened between two moments. */
    private record Span(double perSecond, double meanLimit, int least, int most, double holdMillis) {}

    private static final List<Workload> WORKLOADS = List.of(
            new Workload("sleep 50 ms", 20, new String[] {"select pg_sleep(0.05)"}),
            new Workload("cpu", 80, new String[] {"select sum(sqrt(g)) from generate_series(1, 30000) g"}),
            new Workload("hot row", 80, new String[] {
                "begin", "update hot set n = n + 1 where id = 1", "select pg_sleep(0.002)", "commit"
            }));
    private static final int[] FIXED = {1, 2, 3, 4, 6, 8, 12, 16, 20, 40, 80};
    private static final double WARM_UP_SECONDS = 5;
    private static final double ADAPT_SECONDS = 20;
    private static final double TURN_SECONDS = 4;
    private static final int TURNS = 4;
    private static final long BEAT_NANOS = 100_000_000;

    private LimitOnPostgres() {}

    static void measure() throws Exception {
        try (TestPostgres postgres = new TestPostgres(100)) {
            postgres.asAdmin(
                    "app",
                    "create table hot (id int primary key, n bigint); insert into hot values (1, 0);"
                            + " grant all on hot to app");
            for (Workload workload : WORKLOADS) {
                try (Callers callers = new Callers(postgres.url(), workload.capacity(), workload.statements())) {
                    measure(workload, callers);
                }
            }
        }
    }

    private static void measure(Workload workload, Callers callers) throws InterruptedException {
        drive(callers, 2, WARM_UP_SECONDS); // the first seconds compile
        double most = 0;
        int best = 0;
        for (int fixed : FIXED) {
            if (fixed <= workload.capacity()) {
                Span span = drive(callers, fixed, TURN_SECONDS);
                print(workload, "fixed " + fixed, span, "");
                best = span.perSecond() > most ? fixed : best;
                most = Math.max(most, span.perSecond());
            }
        }
        for (int start : new int[] {2, workload.capacity()}) {
            adapt(workload, callers, start, best);
        }
    }

    /** Turns of the adaptive limit, after its first 20 s, with the best fixed one: the machine's speed changes by the minute. */
    private static void adapt(Workload workload, Callers callers, int start, int best) throws InterruptedException {
        AdaptiveLimit limit = AdaptiveLimit.between(2, workload.capacity(), start);
        ToIntFunction<LimitWindow> policy = window -> limit.next(window).limit();
        print(workload, "from " + start + ", first 20 s", drive(callers, start, ADAPT_SECONDS, policy), "");
        double adaptive = 0;
        double fixed = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            Span mine = drive(callers, limit.decision().limit(), TURN_SECONDS, policy);
            Span other = drive(callers, best, TURN_SECONDS);
            adaptive += mine.perSecond();
            fixed += other.perSecond();
            print(workload, "from " + start, mine, "fixed " + best + " gave " + Math.round(other.perSecond()));
        }
        System.out.printf(Locale.ROOT, "| %s | from %d | share %.2f |%n", workload.name(), start, adaptive / fixed);
    }

    private static void print(Workload workload, String what, Span span, String remark) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.0f/s | limit %.1f, %d to %d | hold %.1f ms | %s |%n",
                workload.name(),
                what,
                span.perSecond(),
                span.meanLimit(),
                span.least(),
                span.most(),
                span.holdMillis(),
                remark);
    }

    private static Span drive(Callers callers, int fixed, double seconds) throws InterruptedException {
        return drive(callers, fixed, seconds, window -> fixed);
    }

    private static Span drive(Callers callers, int start, double seconds, ToIntFunction<LimitWindow> policy)
            throws InterruptedException {
        callers.limit(start);
        Thread.sleep(500);
        List<LimitWindow> windows = new ArrayList<>();
        int limit = start;
        Callers.Figures last = callers.read();
        long next = last.at();
        for (int beats = (int) (seconds * 10); beats > 0; beats--) {
            next += BEAT_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
            Callers.Figures now = callers.read();
            LimitWindow window = now.since(last, limit);
            windows.add(window);
            last = now;
            limit = policy.applyAsInt(window);
            callers.limit(limit);
        }
        return span(windows);
    }

    private static Span span(List<LimitWindow> windows) {
        double nanos = windows.stream().mapToLong(LimitWindow::nanos).sum();
        long completed = windows.stream().mapToLong(LimitWindow::completed).sum();
        long held = windows.stream().mapToLong(LimitWindow::holdNanos).sum();
        var limits = windows.stream().mapToInt(LimitWindow::limit).summaryStatistics();
        return new Span(
                completed / (nanos / 1e9),
                limits.getAverage(),
                limits.getMin(),
                limits.getMax(),
                held / 1e6 / Math.max(1, completed));
    }

    /** Threads with a connection each, and the gate that they pass. */
    private static final class Callers implements AutoCloseable {

        private record Figures(long at, long completed, long held, double inFlightNanos, double limitedNanos) {

            LimitWindow since(Figures last, int limit) {
                long nanos = at - last.at;
                return new LimitWindow(
                        nanos,
                        completed - last.completed,
                        held - last.held,
                        (inFlightNanos - last.inFlightNanos) / nanos,
                        Math.min(1, (limitedNanos - last.limitedNanos) / nanos),
                        limit);
            }
        }

        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean over;
        private int limit;
        private int inFlight;
        private long since = System.nanoTime();
        private long completed;
        private long held;
        private double inFlightNanos;
        private double limitedNanos;

        Callers(String url, int callers, String[] statements) throws SQLException {
            for (int i = 0; i < callers; i++) {
                Connection connection = DriverManager.getConnection(url);
                Thread thread = new Thread(() -> ask(connection, statements));
                threads.add(thread);
                thread.start();
            }
        }

        private void ask(Connection connection, String[] statements) {
            try (connection;
                    Statement statement = connection.createStatement()) {
                while (enter()) {
                    long begun = System.nanoTime();
                    for (String sql : statements) {
                        statement.execute(sql);
                    }
                    leave(System.nanoTime() - begun);
                }
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private synchronized boolean enter() throws InterruptedException {
            while (inFlight >= limit && !over) {
                wait();
            }
            account();
            inFlight++;
            return !over;
        }

        private synchronized void leave(long nanos) {
            account();
            inFlight--;
            completed++;
            held += nanos;
            notify();
        }

        private void account() {
            long now = System.nanoTime();
            inFlightNanos += (double) inFlight * (now - since);
            limitedNanos += inFlight >= limit ? now - since : 0;
            since = now;
        }

        synchronized void limit(int permits) {
            account();
            limit = permits;
            notifyAll();
        }

        synchronized Figures read() {
            account();
            return new Figures(since, completed, held, inFlightNanos, limitedNanos);
        }

        @Override
        public void close() {
            over = true;
            limit(0);
            for (Thread thread : threads) {
                try {
                    thread.join(TimeUnit.SECONDS.toMillis(30));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
