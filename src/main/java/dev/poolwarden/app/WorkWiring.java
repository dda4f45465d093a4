package dev.poolwarden.app;

import dev.poolwarden.gate.Gate;
import dev.poolwarden.tasks.TaskGuard;
import dev.poolwarden.telemetry.EventLog;
import dev.poolwarden.telemetry.TaskMetrics;
import dev.poolwarden.telemetry.TransactionMetrics;
import dev.poolwarden.transaction.JtaTransactions;
import dev.poolwarden.transaction.Pauses;
import dev.poolwarden.transaction.RetriedTransactions;
import io.quarkus.runtime.BlockingOperationControl;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/** Puts together what applications use for work of their own: transactions that are tried again, tasks that give way. */
class WorkWiring {

    /** No generator is held here: each call goes to the calling thread's own. */
    private static final RandomGenerator ANY_THREADS =
            () -> ThreadLocalRandom.current().nextLong();

    @Produces
    @Singleton
    Pauses pausesOfTransactions() {
        return new Pauses();
    }

    @Produces
    @Singleton
    TransactionMetrics transactionMetrics(EventLog log) {
        return new TransactionMetrics(log);
    }

    @Produces
    @Singleton
    RetriedTransactions retriedTransactions(
            Settings settings,
            TransactionManager manager,
            TransactionSynchronizationRegistry registry,
            DataSource database,
            Gate gate,
            Pauses pauses,
            TransactionMetrics metrics) {
        return new RetriedTransactions(
                new JtaTransactions(manager, registry, database),
                gate,
                pauses,
                metrics,
                BlockingOperationControl::isBlockingAllowed,
                System::nanoTime,
                ANY_THREADS,
                settings.transactions());
    }

    @Produces
    @Singleton
    TaskGuard tasks(Settings settings, EventLog log) {
        return new TaskGuard(settings.tasks(), System::nanoTime, log);
    }

    @Produces
    @Singleton
    TaskMetrics taskMetrics(TaskGuard tasks) {
        return new TaskMetrics(tasks);
    }
}
