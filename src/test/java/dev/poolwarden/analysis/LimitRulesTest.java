package dev.poolwarden.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.poolwarden.gate.LimitDecision;
import dev.poolwarden.gate.LimitReason;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The limit below the knee, above it, and a pool that is larger than it. */
class LimitRulesTest {

    private final Scene scene = new Scene();

    @Nested
    class AtCapacity {

        private void rose(int to, LimitReason reason) {
            scene.limit = new LimitDecision(to, to, LimitReason.LESS_THROUGHPUT);
            scene.changes = List.of(Scene.change(18, to, reason));
        }

        @Test
        void a_limit_that_rose_to_the_capacity_by_what_got_done_asks_for_more() {
            rose(25, LimitReason.MORE_THROUGHPUT);
            Finding finding = scene.percent(Quantity.WAITED, 50).finding();
            assertThat(finding.code()).isEqualTo("limit_at_capacity");
            assertThat(finding.numbers())
                    .containsExactly(entry("limit", 25L), entry("limit_before", 18L), entry("waited_percent", 50.0));
        }

        @Test
        void not_where_callers_hardly_wait() {
            rose(25, LimitReason.MORE_THROUGHPUT);
            assertThat(scene.percent(Quantity.WAITED, 49).findings()).isEmpty();
        }

        @Test
        void not_where_it_is_below_the_capacity() {
            rose(24, LimitReason.MORE_THROUGHPUT);
            assertThat(scene.percent(Quantity.WAITED, 100).findings()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(value = LimitReason.class, mode = EnumSource.Mode.EXCLUDE, names = "MORE_THROUGHPUT")
        void not_where_it_came_there_for_another_reason(LimitReason reason) {
            rose(25, reason);
            assertThat(scene.percent(Quantity.WAITED, 100).findings()).isEmpty();
        }

        @Test
        void not_where_it_was_always_there() {
            assertThat(scene.percent(Quantity.WAITED, 100).findings()).isEmpty();
        }
    }

    @Nested
    class Oversized {

        @Test
        void a_pool_of_which_half_gets_as_much_done_is_said_to_be_too_large() {
            scene.limit = new LimitDecision(9, 9, LimitReason.LESS_THROUGHPUT);
            scene.changes = List.of(Scene.change(12, 9, LimitReason.SAME_WITH_LESS));
            Finding finding = scene.percent(Quantity.ROOMY, 80).finding();
            assertThat(finding.code()).isEqualTo("pool_oversized");
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.evidence())
                    .isEqualTo("As much got done with 9 at a time as with more, of 30 that are allowed;"
                            + " the limit was that low in 80 % of the last minutes");
            assertThat(finding.evidence() + finding.remedy())
                    .as("what is not known")
                    .doesNotContain("core", "CPU");
        }

        @Test
        void so_is_one_where_more_was_tried_in_vain() {
            scene.limit = new LimitDecision(9, 9, LimitReason.NO_GAIN);
            assertThat(scene.percent(Quantity.ROOMY, 80).finding().code()).isEqualTo("pool_oversized");
        }

        @Test
        void not_while_the_limit_moves_still() {
            scene.limit = new LimitDecision(9, 9, LimitReason.NO_GAIN);
            assertThat(scene.percent(Quantity.ROOMY, 79).findings()).isEmpty();
        }

        @Test
        void not_in_the_first_minute() {
            scene.limit = new LimitDecision(9, 9, LimitReason.NO_GAIN);
            scene.sum(Quantity.SECONDS, 59).percent(Quantity.ROOMY, 100);
            assertThat(scene.findings()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(
                value = LimitReason.class,
                names = {"START", "FIXED", "CAPACITY", "STALLED"})
        void not_where_nothing_was_tried(LimitReason reason) {
            scene.limit = new LimitDecision(9, 9, reason);
            scene.changes = List.of(
                    Scene.change(30, 9, LimitReason.CAPACITY), Scene.change(12, 30, LimitReason.SAME_WITH_LESS));
            assertThat(scene.percent(Quantity.ROOMY, 100).findings()).isEmpty();
        }
    }

    @Nested
    class PastTheKnee {

        /** With 10 at a time 100 a second, with 20 so many; the server works for them all the time. */
        private Scene served(double perSecondAtFull) {
            scene.limit = new LimitDecision(25, 25, LimitReason.FIXED);
            scene.callSites.clear();
            scene.callSite("GET /report", 100, 49, 100);
            scene.sum(Quantity.HALF_SECONDS, 15)
                    .sum(Quantity.HALF_IN_FLIGHT, 150)
                    .sum(Quantity.HALF_DONE, 1500);
            scene.sum(Quantity.FULL_SECONDS, 15).sum(Quantity.FULL_IN_FLIGHT, 300);
            return scene.sum(Quantity.FULL_DONE, 15 * perSecondAtFull);
        }

        @Test
        void where_the_limit_is_fixed_and_twice_as_many_get_hardly_more_done_that_is_said() {
            Finding finding = served(110).finding(); // 2 to the power of 0.1375
            assertThat(finding.code()).isEqualTo("past_the_knee");
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.evidence())
                    .contains("With 20.0 at a time 110.0 a second were served, with 10.0 at a time 100.0");
        }

        @Test
        void not_where_they_get_a_little_more_done() {
            assertThat(served(112).findings()).isEmpty(); // 2 to the power of 0.163
        }

        @Test
        void not_where_the_limit_adapts_and_knows_better() {
            served(100).limit = new LimitDecision(25, 25, LimitReason.NO_GAIN);
            assertThat(scene.findings()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"HALF_SECONDS, 14.9", "FULL_SECONDS, 14.9", "HALF_DONE, 99", "FULL_DONE, 99"})
        void not_by_a_burst_or_a_few_callers(Quantity quantity, double little) {
            assertThat(served(100).sum(quantity, little).findings()).isEmpty();
        }

        @Test
        void not_where_connections_are_held_without_working_or_nobody_knows() {
            served(100).callSites.clear();
            assertThat(scene.findings()).isEmpty();
            assertThat(scene.callSite("GET /chat", 100, 50, 100).findings()).isEmpty();
        }
    }
}
