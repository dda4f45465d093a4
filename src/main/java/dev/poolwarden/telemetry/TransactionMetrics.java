package dev.poolwarden.telemetry;

import dev.poolwarden.transaction.Conflict;
import dev.poolwarden.transaction.GaveUp;
import dev.poolwarden.transaction.RetryListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of retried transactions; every series is there from the start. Thread-safe. */
public final class TransactionMetrics implements MeterBinder, RetryListener {

    private record End(Conflict conflict, GaveUp reason) {}

    private final EventLog log;
    private final Map<Conflict, LongAdder> retries = new ConcurrentHashMap<>();
    private final Map<End, LongAdder> ends = new ConcurrentHashMap<>();

    /** @param log hears of each that gave up, too */
    public TransactionMetrics(EventLog log) {
        this.log = log;
    }

    @Override
    public void retried(Conflict conflict) {
        of(conflict).increment();
    }

    @Override
    public void gaveUp(Conflict conflict, GaveUp reason, int tries, Duration elapsed) {
        of(new End(conflict, reason)).increment();
        log.gaveUp(conflict, reason, tries, elapsed);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Conflict conflict : Conflict.values()) {
            FunctionCounter.builder("poolwarden.transaction.retries", of(conflict), LongAdder::sum)
                    .description("Transactions tried again after a conflict")
                    .tag("sql_state", conflict.sqlState())
                    .register(registry);
            for (GaveUp reason : GaveUp.values()) {
                FunctionCounter.builder("poolwarden.transaction.gave.up", of(new End(conflict, reason)), LongAdder::sum)
                        .description("Transactions not tried again after a conflict")
                        .tag("sql_state", conflict.sqlState())
                        .tag("reason", reason.code())
                        .register(registry);
            }
        }
    }

    private LongAdder of(Conflict conflict) {
        return retries.computeIfAbsent(conflict, each -> new LongAdder());
    }

    private LongAdder of(End end) {
        return ends.computeIfAbsent(end, each -> new LongAdder());
    }
}
