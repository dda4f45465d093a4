package dev.poolwarden.app;

import dev.poolwarden.gate.Gate;
import dev.poolwarden.pool.PostgresPool;
import dev.poolwarden.telemetry.EventLog;
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

/** The part of the {@link Wiring} that concerns retried transactions. */
class TransactionWiring {

    @Produces
    @Singleton
    Pauses pauses() {
        return new Pauses();
    }

    @Produces
    @Singleton
    TransactionMetrics metrics(EventLog log) {
        return new TransactionMetrics(log);
    }

    @Produces
    @Singleton
    RetriedTransactions transactions(
            Settings settings,
            TransactionManager manager,
            TransactionSynchronizationRegistry registry,
            DataSource database,
            PostgresPool pool,
            Gate gate,
            Pauses pauses,
            TransactionMetrics metrics) {
        RandomGenerator ofTheThread = () -> ThreadLocalRandom.current().nextLong();
        return new RetriedTransactions(
                new JtaTransactions(manager, registry, database, pool.dataSource()::isEnlisted),
                gate,
                pauses,
                metrics,
                BlockingOperationControl::isBlockingAllowed,
                System::nanoTime,
                ofTheThread,
                settings.transactions());
    }
}
