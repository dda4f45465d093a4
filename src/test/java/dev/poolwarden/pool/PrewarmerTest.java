package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a pretended pool; its pauses take no time. */
class PrewarmerTest {

    private static final double MS = 1e6;

    private final List<Long> pauses = new ArrayList<>();
    private final List<Runnable> submitted = new ArrayList<>();
    private int open;
    private int needed;
    private int refusedFrom = Integer.MAX_VALUE;

    private Prewarmer prewarmer(int capacity, Executor executor) {
        return new Prewarmer(capacity, () -> open < needed, this::openOne, pauses::add, executor, new Random(1));
    }

    private boolean openOne() {
        if (open >= refusedFrom) {
            return false;
        }
        open++;
        return true;
    }

    @Test
    void what_is_missing_is_opened_with_a_pause_after_each() {
        Prewarmer prewarmer = prewarmer(20, Runnable::run);
        needed = 7;
        prewarmer.warm();
        assertThat(open).isEqualTo(7);
        assertThat(pauses).hasSize(7);
        assertThat(prewarmer.prewarmed()).isEqualTo(7);
    }

    @Test
    void where_no_thread_is_to_be_had_it_tries_again_the_next_time() {
        Prewarmer prewarmer = prewarmer(20, round -> {
            if (submitted.isEmpty()) {
                submitted.add(round);
                throw new OutOfMemoryError("unable to create native thread, a test says");
            }
            round.run();
        });
        needed = 7;
        assertThatThrownBy(prewarmer::warm).isInstanceOf(OutOfMemoryError.class);
        prewarmer.warm();
        assertThat(open).isEqualTo(7);
    }

    @Test
    void where_nothing_is_missing_nothing_happens() {
        prewarmer(20, submitted::add).warm();
        assertThat(submitted).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 50, 100", "8, 50, 100", "20, 40, 80", "32, 25, 50", "80, 20, 40", "2000, 20, 40"})
    void pauses_are_drawn_between_half_and_all_of_a_share_within_its_bounds(int capacity, int least, int most) {
        needed = 500;
        prewarmer(capacity, Runnable::run).warm();
        assertThat(pauses).allSatisfy(each -> assertThat(each / MS).isBetween((double) least, (double) most));
        assertThat(pauses.stream().distinct().count()).isGreaterThan(490);
    }

    @Test
    void an_opening_that_comes_to_nothing_ends_the_round_until_the_next_forecast() {
        Prewarmer prewarmer = prewarmer(20, Runnable::run);
        needed = 7;
        refusedFrom = 3;
        prewarmer.warm();
        assertThat(open).isEqualTo(3);
        assertThat(prewarmer.prewarmed()).isEqualTo(3);

        refusedFrom = Integer.MAX_VALUE;
        prewarmer.warm();
        assertThat(open).isEqualTo(7);
    }

    @Test
    void one_round_runs_at_a_time() {
        Prewarmer prewarmer = prewarmer(20, submitted::add);
        needed = 2;
        prewarmer.warm();
        prewarmer.warm();
        assertThat(submitted).hasSize(1);

        submitted.remove(0).run();
        needed = 4;
        prewarmer.warm();
        assertThat(submitted).hasSize(1);
    }

    @Test
    void a_forecast_that_falls_meanwhile_ends_the_round() {
        Prewarmer prewarmer = new Prewarmer(
                20,
                () -> open < needed,
                this::openOne,
                pause -> needed = open >= 3 ? 0 : needed,
                Runnable::run,
                new Random(1));
        needed = 7;
        prewarmer.warm();
        assertThat(open).isEqualTo(3);
    }
}
