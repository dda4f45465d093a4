package dev.poolwarden.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MishapTest {

    private static final List<Fault> FAULTS = Faults.all();

    @Test
    void one_happens_every_20_seconds_and_is_over_before_the_next() {
        List<Mishap> mishaps = during(Duration.ofMinutes(10), 1);

        assertThat(mishaps).hasSize(30).allSatisfy(each -> {
            assertThat(each.at().minusSeconds(3).toSeconds() % 20).isZero();
            assertThat(each.lasts()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
        });
    }

    @Test
    void a_minute_has_three_with_time_to_recover_from_each() {
        assertThat(during(Duration.ofMinutes(1), 1))
                .hasSize(3)
                .last()
                .satisfies(last -> assertThat(last.at().plus(last.lasts())).isLessThan(Duration.ofSeconds(52)));
    }

    @Test
    void every_fault_has_had_its_turn_before_one_comes_again() {
        List<Mishap> mishaps = during(Duration.ofSeconds(20L * FAULTS.size()), 2);

        assertThat(mishaps.stream().map(each -> each.faults().get(0))).containsExactlyInAnyOrderElementsOf(FAULTS);
    }

    @Test
    void about_one_in_five_is_joined_by_one_of_the_network() {
        List<Mishap> doubles = during(Duration.ofHours(2), 3).stream()
                .filter(each -> each.faults().size() == 2)
                .toList();

        assertThat(doubles)
                .hasSizeBetween(50, 95)
                .allSatisfy(each -> assertThat(each.faults().get(1).name()).startsWith("Network "))
                .allSatisfy(each -> assertThat(each.faults()).doesNotHaveDuplicates());
    }

    @Test
    void the_same_seed_has_the_same_happen() {
        assertThat(plan(7)).isEqualTo(plan(7)).isNotEqualTo(plan(8));
    }

    private static List<String> plan(long seed) {
        return during(Duration.ofMinutes(10), seed).stream()
                .map(each -> each.at() + " " + each.lasts() + " " + each.names())
                .toList();
    }

    private static List<Mishap> during(Duration length, long seed) {
        return Mishap.during(length, FAULTS, new SplittableRandom(seed));
    }
}
