package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.control.ServiceTimes.Quantiles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a monitor that ticks leaves behind for plots. */
class HistoryTest {

    private static final long START = 1_763_770_000_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long EVER = Long.MIN_VALUE;

    private final MonitorRig rig = MonitorRig.started();
    private long wallMillis = START;
    private Optional<Quantiles> waits = Optional.empty();
    private final ManualClock nanoTime = new ManualClock();
    private final PlotClock clock = new PlotClock(new WallClock(), nanoTime);
    private final History history = new History(clock, () -> waits);
    private final Marks marks = new Marks(clock);

    private final class WallClock extends Clock {

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(wallMillis);
        }
    }

    private void second() {
        history.sampled(rig.second());
        pass();
    }

    private void pass() {
        wallMillis += 1000;
        nanoTime.advanceMillis(1000);
    }

    private void seconds(int count) {
        PublishedState state = rig.second();
        for (int i = 0; i < count; i++) {
            history.sampled(state);
            pass();
        }
    }

    @Test
    void nothing_is_there_before_the_first_tick() {
        assertThat(history.samples(HOUR, EVER).size()).isZero();
        assertThat(history.samples(HOUR, EVER).inSteps(5000).size()).isZero();
    }

    @Test
    void a_tick_is_one_sample_of_what_was_published() {
        rig.inFlight(3);
        waits = Optional.of(new Quantiles(0.5, 7, 9));
        second();

        Samples samples = history.samples(HOUR, EVER);
        assertThat(samples.at()).containsExactly(START);
        assertThat(samples.column(Figure.LEVEL)).containsExactly(0);
        assertThat(samples.column(Figure.USAGE_PERCENT)[0]).isBetween(25.0, 30.0);
        assertThat(samples.column(Figure.LIMIT)).containsExactly(MonitorRig.LIMIT);
        assertThat(samples.column(Figure.WAITING)).containsExactly(0);
        assertThat(samples.column(Figure.WAIT_P50_MS)).containsExactly(0.5);
        assertThat(samples.column(Figure.WAIT_P99_MS)).containsExactly(7);
        assertThat(samples.column(Figure.LATENCY_MS)).containsExactly(1);
    }

    @Test
    void callers_are_counted_within_the_tick_and_not_since_the_start() {
        rig.inFlight(3);
        second();
        rig.inFlight(MonitorRig.LIMIT);
        rig.beRejected();
        second();
        second();

        Samples samples = history.samples(HOUR, EVER);
        assertThat(samples.column(Figure.ADMITTED)).containsExactly(3, MonitorRig.LIMIT - 3, 0);
        assertThat(samples.column(Figure.REJECTED)).containsExactly(0, 1, 0);
    }

    @Test
    void what_is_unknown_is_not_zero() {
        rig.probe(MonitorRig.AWAY);
        second();

        Samples samples = history.samples(HOUR, EVER);
        assertThat(samples.column(Figure.LATENCY_MS)).containsExactly(Double.NaN);
        assertThat(samples.column(Figure.WAIT_P50_MS)).containsExactly(Double.NaN);
        assertThat(samples.column(Figure.LEVEL)).containsExactly(3);
    }

    @Test
    void the_window_ends_with_the_latest_sample() {
        seconds(30);
        assertThat(history.samples(10_000, EVER).at())
                .containsExactly(
                        LongStream.range(20, 30).map(i -> START + i * 1000).toArray());
    }

    @Test
    void only_what_is_later_is_told_to_who_knows_the_rest() {
        seconds(30);
        assertThat(history.samples(HOUR, START + 27_000).at()).containsExactly(START + 28_000, START + 29_000);
        assertThat(history.samples(HOUR, START + 26_999).at()).hasSize(3);
        assertThat(history.samples(HOUR, START + 29_000).at()).isEmpty();
        assertThat(history.samples(HOUR, START + 99_000).at()).isEmpty();
    }

    @Test
    void an_hour_of_ticks_is_kept_and_no_more_however_often_the_ring_goes_round() {
        seconds(10_000);
        assertThat(history.samples(HOUR, EVER).at())
                .containsExactly(LongStream.range(6_400, 10_000)
                        .map(i -> START + i * 1000)
                        .toArray());
        assertThat(history.samples(Long.MAX_VALUE / 2, EVER).size()).isEqualTo(History.MOST);
    }

    @Test
    void time_goes_forward_though_the_wall_clock_is_set_back() {
        second();
        wallMillis -= HOUR;
        second();
        assertThat(history.samples(HOUR, EVER).at()).containsExactly(START, START + 1000);
    }

    @Test
    void steps_keep_their_length_though_the_wall_clock_is_set_back() {
        seconds(300);
        wallMillis -= HOUR;
        seconds(310);
        assertThat(history.samples(HOUR, EVER).inSteps(10_000).at())
                .containsExactly(LongStream.rangeClosed(1, 61)
                        .map(i -> START + i * 10_000 - 1000)
                        .toArray());
    }

    @Test
    void who_polls_hears_of_a_mark_that_came_after_the_wall_clock_was_set_back() {
        seconds(2);
        wallMillis -= HOUR;
        assertThat(heardOnce(BreakerState.OPEN)).isTrue();
    }

    @Test
    void who_polls_hears_of_a_mark_in_the_millisecond_of_the_last_sample() {
        history.sampled(rig.second());
        assertThat(heardOnce(BreakerState.OPEN)).isTrue();
    }

    /** Whether it comes with the next sample to who knows the last one, and not before. */
    private boolean heardOnce(BreakerState state) {
        long known = lastAt();
        marks.breaker(state);
        boolean early = !marks.between(EVER, known).isEmpty();
        second();
        return !early && marks.between(known, lastAt()).size() == 1;
    }

    private long lastAt() {
        long[] at = history.samples(HOUR, EVER).at();
        return at[at.length - 1];
    }
}
