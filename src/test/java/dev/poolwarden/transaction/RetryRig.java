package dev.poolwarden.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.Gate;
import dev.poolwarden.pool.PostgresPool;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Retried transactions on the application's pool, with a listener and settings of the test's own. */
abstract class RetryRig {

    static final RetrySettings QUICK =
            new RetrySettings(4, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(30));

    /** The longest pause, which no test waits for: what ends it is what is tested. */
    static final RetrySettings PATIENT =
            new RetrySettings(4, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(10));

    @Inject
    TransactionManager manager;

    @Inject
    TransactionSynchronizationRegistry registry;

    @Inject
    DataSource dataSource;

    @Inject
    Gate gate;

    @Inject
    PostgresPool pool;

    final Heard heard = new Heard();
    final Pauses pauses = new Pauses();
    final ExecutorService others = Executors.newCachedThreadPool();
    Bank bank;
    RetriedTransactions quick;
    RetriedTransactions patient;

    @BeforeEach
    void open() throws Exception {
        bank = new Bank(dataSource);
        bank.open();
        quick = retried(QUICK);
        patient = retried(PATIENT);
    }

    private RetriedTransactions retried(RetrySettings settings) {
        return retried(settings, TriesTest.LONGEST);
    }

    RetriedTransactions random(RetrySettings settings) {
        return retried(settings, () -> ThreadLocalRandom.current().nextLong());
    }

    private RetriedTransactions retried(RetrySettings settings, RandomGenerator random) {
        return new RetriedTransactions(
                new JtaTransactions(manager, registry, dataSource, pool.dataSource()::isEnlisted),
                gate,
                pauses,
                heard,
                () -> true,
                System::nanoTime,
                random,
                settings);
    }

    @AfterEach
    void nothingIsHeld() throws Exception {
        others.shutdownNow();
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        assertThat(inFlight()).isZero();
        assertThat(pool.counts().inUse()).isZero();
    }

    int inFlight() {
        return gate.snapshot().occupancy().inFlight();
    }

    static RetryHistory historyOf(Throwable error) {
        return (RetryHistory) error.getSuppressed()[error.getSuppressed().length - 1];
    }
}
