package dev.poolwarden.bench.overload;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** How much the database gives to a fixed number of callers who ask again as soon as they are answered, without any pool. */
final class ClosedLoop implements AutoCloseable {

    private static final Duration SETTLE = Duration.ofMillis(400);

    private final Workload workload;
    private final List<Connection> connections = new ArrayList<>();

    /** @param most callers that there will be at once */
    ClosedLoop(String url, Workload workload, int most) throws SQLException {
        this.workload = workload;
        while (connections.size() < most) {
            connections.add(DriverManager.getConnection(url));
        }
    }

    /** Requests/s that so many callers get through, measured for this long after a short warm-up. */
    double throughput(int callers, Duration measured) throws InterruptedException {
        Run run = new Run();
        List<Thread> threads = connections.subList(0, callers).stream()
                .map(connection -> new Thread(() -> run.ask(connection), "closed-loop"))
                .toList();
        threads.forEach(Thread::start);
        Thread.sleep(SETTLE.toMillis());
        long start = System.nanoTime();
        long before = run.answers.sum();
        Thread.sleep(measured.toMillis());
        long answers = run.answers.sum() - before;
        double seconds = (System.nanoTime() - start) / 1e9;
        run.over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (run.failure != null) {
            throw new IllegalStateException(workload.label() + " fails without any load", run.failure);
        }
        return answers / seconds;
    }

    private final class Run {

        private final LongAdder answers = new LongAdder();
        private volatile boolean over;
        private volatile SQLException failure;

        private void ask(Connection connection) {
            try {
                while (!over) {
                    workload.on(connection);
                    answers.increment();
                }
            } catch (SQLException e) {
                failure = e;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
