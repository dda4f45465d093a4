package dev.poolwarden.pool;

import io.agroal.api.cache.ConnectionCache;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import io.agroal.api.transaction.TransactionIntegration;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The configuration that Agroal sees. Its patience with a borrower is what that one has left of it: who has met dead connections
 * does not wait anew. And its least size can ask for one connection more, once. Agroal opens a connection ahead
 * of need in one case alone: told to fill, it finds fewer than its least size. But a least size that was raised is seen by
 * borrowers, too, and while there are fewer each of them queues an opening, though it finds one idle: a storm. So the raised
 * one is shown a single time. Whoever sees it, the filling or a borrower, queues that one opening, and waits for it only if it
 * would have had to wait anyway.
 *
 * <p>Thread-safe; it costs a borrower one volatile read.
 */
final class AgroalView implements AgroalConnectionPoolConfiguration {

    private static final Duration LEAST = Duration.ofMillis(1); // zero would be for ever

    private final AgroalConnectionPoolConfiguration configured;
    private final IntSupplier pooled;
    private final Errands errands;
    private final LongSupplier nanoTime;
    private final AtomicBoolean wanted = new AtomicBoolean();

    /** @param pooled connections in the pool, those too that are just leaving it */
    AgroalView(
            AgroalConnectionPoolConfiguration configured, IntSupplier pooled, Errands errands, LongSupplier nanoTime) {
        this.configured = configured;
        this.pooled = pooled;
        this.errands = errands;
        this.nanoTime = nanoTime;
    }

    /** Shows a least size of one more than there are; the largest size holds all the same. */
    void wantOneMore() {
        wanted.set(true);
    }

    /** What was wanted is not wanted any more. */
    void wantNoMore() {
        wanted.set(false);
    }

    @Override
    public int minSize() {
        boolean shown = wanted.get() && wanted.compareAndSet(true, false);
        return shown ? Math.max(configured.minSize(), pooled.getAsInt() + 1) : configured.minSize();
    }

    @Override
    public void setMinSize(int size) {
        configured.setMinSize(size);
    }

    @Override
    public int maxSize() {
        return configured.maxSize();
    }

    @Override
    public void setMaxSize(int size) {
        configured.setMaxSize(size);
    }

    @Override
    public int initialSize() {
        return configured.initialSize();
    }

    @Override
    public AgroalConnectionFactoryConfiguration connectionFactoryConfiguration() {
        return configured.connectionFactoryConfiguration();
    }

    @Override
    public ConnectionValidator connectionValidator() {
        return configured.connectionValidator();
    }

    @Override
    public ExceptionSorter exceptionSorter() {
        return configured.exceptionSorter();
    }

    @Override
    public ConnectionCache connectionCache() {
        return configured.connectionCache();
    }

    @Override
    public TransactionIntegration transactionIntegration() {
        return configured.transactionIntegration();
    }

    @Override
    public TransactionRequirement transactionRequirement() {
        return configured.transactionRequirement();
    }

    @Override
    public boolean validateOnBorrow() {
        return configured.validateOnBorrow();
    }

    @Override
    public Duration idleValidationTimeout() {
        return configured.idleValidationTimeout();
    }

    @Override
    public Duration leakTimeout() {
        return configured.leakTimeout();
    }

    @Override
    public Duration validationTimeout() {
        return configured.validationTimeout();
    }

    @Override
    public Duration reapTimeout() {
        return configured.reapTimeout();
    }

    @Override
    public Duration maxLifetime() {
        return configured.maxLifetime();
    }

    @Override
    public boolean enhancedLeakReport() {
        return configured.enhancedLeakReport();
    }

    @Override
    public boolean flushOnClose() {
        return configured.flushOnClose();
    }

    @Override
    public boolean recoveryEnable() {
        return configured.recoveryEnable();
    }

    @Override
    public MultipleAcquisitionAction multipleAcquisition() {
        return configured.multipleAcquisition();
    }

    @Override
    public Duration acquisitionTimeout() {
        Duration whole = configured.acquisitionTimeout();
        Errand borrower = errands.borrowing();
        if (borrower == null || borrower.proving == 0 && !borrower.triesAgain) {
            return whole;
        }
        Duration left = whole.minusNanos(nanoTime.getAsLong() - borrower.since);
        return left.compareTo(LEAST) > 0 ? left : LEAST;
    }

    @Override
    public void setAcquisitionTimeout(Duration timeout) {
        configured.setAcquisitionTimeout(timeout);
    }

    /** The whole configuration; Agroal's own builder would copy this part of it, and ask the copy. */
    AgroalDataSourceConfiguration within(AgroalDataSourceConfiguration whole) {
        return new Whole(whole, this);
    }

    private record Whole(AgroalDataSourceConfiguration configured, AgroalView sizes)
            implements AgroalDataSourceConfiguration {

        @Override
        public AgroalConnectionPoolConfiguration connectionPoolConfiguration() {
            return sizes;
        }

        @Override
        public DataSourceImplementation dataSourceImplementation() {
            return configured.dataSourceImplementation();
        }

        @Override
        public boolean metricsEnabled() {
            return configured.metricsEnabled();
        }

        @Override
        public void setMetricsEnabled(boolean enabled) {
            configured.setMetricsEnabled(enabled);
        }

        @Override
        public void registerMetricsEnabledListener(MetricsEnabledListener listener) {
            configured.registerMetricsEnabledListener(listener);
        }
    }
}
