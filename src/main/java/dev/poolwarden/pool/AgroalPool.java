package dev.poolwarden.pool;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalDataSourceMetrics;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.TransactionRequirement;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Builds the pool that Poolwarden guards, from the configuration of the one that Quarkus made: address, credentials,
 * transactions and interceptors are the application's; size, timeouts, validation and the listener are Poolwarden's.
 *
 * <p>Why not the pool that Quarkus made: its listeners are fixed, and only a listener learns when a connection is back.
 */
final class AgroalPool {

    /** How often every idle connection is looked at; bounds how long a wake-up lost inside Agroal can last. */
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);

    private AgroalPool() {}

    static AgroalDataSource build(
            AgroalDataSource blueprint,
            AgroalConnectionFactoryConfiguration connections,
            List<AgroalPoolInterceptor> interceptors,
            PoolSettings settings,
            ConnectionLedger ledger,
            Inspection inspection,
            TroubleSorter sorter,
            LongSupplier nanoTime) {
        AgroalDataSourceConfiguration configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool(
                        blueprint.getConfiguration().connectionPoolConfiguration(),
                        connections,
                        settings,
                        ledger,
                        inspection,
                        sorter))
                .get();
        AgroalView sizes = new AgroalView(
                configuration.connectionPoolConfiguration(),
                () -> Physical.pooled(ledger.all()),
                ledger.errands(),
                nanoTime);
        AgroalDataSource pool = new io.agroal.pool.DataSource(sizes.within(configuration), ledger);
        pool.setPoolInterceptors(HarmlessInterceptor.of(interceptors, ledger));
        return pool;
    }

    static boolean requiresTransaction(AgroalDataSource blueprint) {
        return blueprint.getConfiguration().connectionPoolConfiguration().transactionRequirement()
                == TransactionRequirement.STRICT;
    }

    /**
     * How many threads wait for a connection to come back. Agroal counts nothing while its metrics are off, which cost more than
     * all the rest of a checkout; but what it once gave out as its metrics looks at the queue itself, for ever.
     */
    static LongSupplier awaiting(AgroalDataSource pool) {
        pool.getConfiguration().setMetricsEnabled(true);
        AgroalDataSourceMetrics own = pool.getMetrics();
        pool.getConfiguration().setMetricsEnabled(false);
        return own::awaitingCount;
    }

    /**
     * Has Agroal open no more than this. Above {@code most} it would not wait for a connection to come back but try to open one,
     * below {@code least} it tries at each borrow.
     *
     * @param most 1 and above; connections beyond it are closed when they come back
     * @param least 0 to {@code most}
     */
    static void resize(AgroalDataSource pool, int most, int least) {
        var sizes = pool.getConfiguration().connectionPoolConfiguration();
        sizes.setMinSize(0); // it refuses a largest size below the least, and the other way round
        sizes.setMaxSize(most);
        sizes.setMinSize(least);
    }

    /** Has Agroal open one connection that nobody asked for; returns at once. */
    static void openOneMore(AgroalDataSource pool) {
        ((AgroalView) pool.getConfiguration().connectionPoolConfiguration()).wantOneMore();
        pool.flush(FlushMode.FILL);
    }

    /** It is not wanted any more, unless it is being opened already. */
    static void openNoMore(AgroalDataSource pool) {
        ((AgroalView) pool.getConfiguration().connectionPoolConfiguration()).wantNoMore();
    }

    private static AgroalConnectionPoolConfiguration pool(
            AgroalConnectionPoolConfiguration applications,
            AgroalConnectionFactoryConfiguration connections,
            PoolSettings settings,
            ConnectionLedger ledger,
            Inspection inspection,
            TroubleSorter sorter) {
        var pool = new AgroalConnectionPoolConfigurationSupplier(applications)
                .initialSize(settings.size())
                .minSize(settings.size())
                .maxSize(settings.capacity())
                .acquisitionTimeout(settings.connectTimeout())
                .connectionValidator(inspection)
                .validateOnBorrow(false)
                .idleValidationTimeout(Duration.ZERO) // the inspection asks, without another look at the clock
                .connectionCache(new Nearest(ledger))
                .validationTimeout(HOUSEKEEPING)
                .reapTimeout(Duration.ZERO) // the inspection retires by idle time, age and uses
                .maxLifetime(Duration.ZERO)
                .flushOnClose(false)
                .exceptionSorter(sorter)
                .transactionIntegration(
                        new SingleReturn(applications.transactionIntegration(), ledger.errands(), inspection))
                .connectionFactoryConfiguration(connections(connections, settings));
        if (applications.transactionRequirement() == TransactionRequirement.STRICT) {
            pool.transactionRequirement(TransactionRequirement.OFF); // the guarded data source looks
        }
        return pool.get();
    }

    private static AgroalConnectionFactoryConfigurationSupplier connections(
            AgroalConnectionFactoryConfiguration applications, PoolSettings settings) {
        String seconds = Long.toString(Math.max(1, settings.connectTimeout().toSeconds()));
        return new AgroalConnectionFactoryConfigurationSupplier(applications)
                .loginTimeout(settings.connectTimeout())
                .jdbcProperty("ApplicationName", settings.applicationName())
                .jdbcProperty("connectTimeout", seconds)
                .jdbcProperty("loginTimeout", seconds)
                .jdbcProperty(
                        "socketTimeout",
                        Long.toString(settings.socketTimeout().plusMillis(999).toSeconds())) // 0 would be no timeout
                .initialSql(initialSql(applications.initialSql(), settings));
    }

    /** The application's own SQL for new connections comes last and may overrule ours. */
    private static String initialSql(String applications, PoolSettings settings) {
        String ours = "SET TIME ZONE 'UTC'; SET statement_timeout TO "
                + settings.statementTimeout().toMillis();
        return applications == null || applications.isBlank() ? ours : ours + "; " + applications;
    }
}
