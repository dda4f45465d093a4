package dev.poolwarden;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A nanosecond clock that stands still until told otherwise. It starts one second before the nanos overflow. */
public final class ManualClock implements LongSupplier {

    private final AtomicLong now =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(1).toNanos());

    @Override
    public long getAsLong() {
        return now.get();
    }

    /** Returns the time after the step. */
    public long advance(Duration step) {
        return now.addAndGet(step.toNanos());
    }

    public long advanceMillis(long millis) {
        return advance(Duration.ofMillis(millis));
    }
}
