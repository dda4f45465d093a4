package dev.poolwarden.demo.storm;

import dev.poolwarden.demo.storm.StormTable.Row;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts how the requests of one half ended. Thread-safe. */
final class Tally {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;
    private static final double MICROS_PER_MS = 1000;

    private final Histogram succeeded = new Histogram(LONGEST_MICROS, DIGITS); // guarded by this, as all is
    private long rejected;
    private long failed;

    synchronized void add(Answer answer) {
        if (answer.succeeded()) {
            succeeded.recordValue(Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(answer.tookNanos())));
        } else if (answer.rejected()) {
            rejected++;
        } else {
            failed++;
        }
    }

    synchronized Row row(boolean rules, List<String> levels) {
        long good = succeeded.getTotalCount();
        return new Row(rules, good + rejected + failed, good, rejected, failed, ms(50), ms(99), levels);
    }

    private Double ms(double percent) {
        return succeeded.getTotalCount() == 0
                ? null
                : Math.round(succeeded.getValueAtPercentile(percent) / MICROS_PER_MS * 10) / 10.0;
    }
}
