package dev.poolwarden.faults;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Looks at a patient from all sides while it suffers, each second and at what it publishes more often. */
final class Watch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String HEALTH = "/api/v1/health/database/";

    /** Shares of the run after which garbage is collected: each of the fifths that are compared has its live heap. */
    private static final List<Double> COLLECTIONS = List.of(0.25, 0.35, 0.5, 0.85, 0.95);

    private final Patient patient;
    private final OpenLoop load;
    private final Findings findings;
    private final PublishedChecks published;
    private final SoakBounds bounds;
    private final BooleanSupplier unheard;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private int collections;
    final Answers configs;
    final Answers statuses;
    final Footprints footprints = new Footprints();

    Watch(Patient patient, OpenLoop load, Tally tally, Findings findings, SoakBounds bounds, BooleanSupplier unheard) {
        this.patient = patient;
        this.load = load;
        this.findings = findings;
        this.bounds = bounds;
        this.unheard = unheard;
        this.published = new PublishedChecks(findings, bounds.permits(), bounds.age(), tally::nanosSinceServed);
        this.configs = new Answers(URI.create(patient.url + HEALTH + "throttling-config"), POLL, findings);
        this.statuses = new Answers(URI.create(patient.url + HEALTH + "status"), POLL, findings);
        each(POLL, this::published);
        each(SECOND, this::age);
        each(SECOND, this::connections);
        if (Footprint.isTold()) {
            each(SECOND, this::footprint);
        }
    }

    @FunctionalInterface
    private interface Look {
        void at() throws Exception;
    }

    /** A look that fails is a finding of its own, and not the last. */
    private void each(Duration interval, Look look) {
        Runnable task = () -> {
            try {
                look.at();
            } catch (Exception e) {
                findings.check(Invariant.FROM_MEMORY, false, () -> "could not look: " + e);
            }
        };
        threads.scheduleAtFixedRate(task, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void published() {
        try {
            published.config(configs.ask());
            published.status(statuses.ask(), System.nanoTime());
        } catch (IOException e) {
            // noted where it was asked
        }
    }

    private void age() {
        Duration oldest = load.oldest();
        findings.check(
                Invariant.AGE, oldest.compareTo(bounds.age()) <= 0, () -> "under way for " + oldest.toMillis() + " ms");
    }

    /** As the server counts them, whichever way they came; not asked while it does not answer. */
    private void connections() {
        String url = "jdbc:postgresql://localhost:" + patient.postgres.port()
                + "/postgres?user=postgres&connectTimeout=1&socketTimeout=1&loginTimeout=1";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity where usename = 'app'")) {
            row.next();
            int open = row.getInt(1);
            int most = bounds.connections() + (unheard.getAsBoolean() ? 1 : 0); // see NetworkFaults.isUnheard
            findings.check(Invariant.CONNECTIONS, open <= most, () -> open + " connections");
        } catch (SQLException e) {
            // the server is what suffers
        }
    }

    private void footprint() throws IOException, InterruptedException {
        double share = (System.nanoTime() - start) / (double) bounds.length().toNanos();
        if (collections < COLLECTIONS.size() && share >= COLLECTIONS.get(collections)) {
            collections++;
            Footprint.collect(patient.pid());
        }
        footprints.add(Footprint.of(patient.pid(), patient.url));
    }

    /** Returns when nobody looks any more. */
    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(30, TimeUnit.SECONDS);
    }
}
