package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.control.ServiceTimes.Quantiles;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers of a history that is written a hundred thousand times as fast as ever in earnest. */
class HistoryStressTest {

    private static final int ROWS = 3_000_000;

    private long row; // the writer's thread alone

    /** A row whose every figure says which row it is, as far as a float can. */
    private final History history = new History(
            new PlotClock(
                    new Clock() {
                        @Override
                        public ZoneId getZone() {
                            return ZoneOffset.UTC;
                        }

                        @Override
                        public Clock withZone(ZoneId zone) {
                            return this;
                        }

                        @Override
                        public Instant instant() {
                            return Instant.ofEpochMilli(row);
                        }
                    },
                    () -> 0),
            () -> Optional.of(new Quantiles(row % 1_000_000, row % 1_000_000, 0)));

    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong seen = new AtomicLong();
    private final Queue<String> torn = new ConcurrentLinkedQueue<>();

    @Test
    @Timeout(60)
    void no_row_is_torn_for_who_reads_while_it_is_written() throws InterruptedException {
        PublishedState state = MonitorRig.started().second();
        Thread reader = new Thread(this::read);
        reader.start();
        for (row = 0; row < ROWS; row++) {
            history.sampled(state);
        }
        done.set(true);
        reader.join();

        assertThat(torn).isEmpty();
        assertThat(seen).hasValueGreaterThan(1_000);
        assertThat(history.samples(ROWS, 0).at()).hasSize(History.MOST).endsWith(ROWS - 1);
    }

    private void read() {
        while (!done.get() && torn.isEmpty()) {
            Samples samples = history.samples(ROWS, -1);
            for (int i = 0; i < samples.size(); i++) {
                check(samples, i);
            }
            seen.addAndGet(samples.size());
        }
    }

    private void check(Samples samples, int i) {
        long at = samples.at()[i];
        double p50 = samples.column(Figure.WAIT_P50_MS)[i];
        double p99 = samples.column(Figure.WAIT_P99_MS)[i];
        boolean ascending = i == 0 || samples.at()[i - 1] == at - 1;
        if (!ascending || p50 != at % 1_000_000 || p99 != p50) {
            torn.add("row %d of %d: at %d, p50 %f, p99 %f".formatted(i, samples.size(), at, p50, p99));
        }
    }
}
