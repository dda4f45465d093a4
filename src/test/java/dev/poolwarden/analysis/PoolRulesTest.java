package dev.poolwarden.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.poolwarden.reading.DatabaseReading.ApplicationUse;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.reading.Fit.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pool's size, its server's room, and how often connections go. */
class PoolRulesTest {

    private final Scene scene = new Scene();

    @Nested
    class Overflow {

        @Test
        void a_pool_that_is_above_its_base_size_nearly_always_is_told_so() {
            Finding finding = scene.percent(Quantity.OVERFLOW, 80)
                    .percent(Quantity.BEYOND_SIZE, 550)
                    .percent(Quantity.IN_FLIGHT, 1000)
                    .finding();
            assertThat(finding.code()).isEqualTo("standing_overflow");
            assertThat(finding.numbers())
                    .containsExactly(
                            entry("overflow_percent", 80.0), entry("size", 20L), entry("mean_established", 25.5));
        }

        @Test
        void not_where_it_is_open_and_nobody_uses_it() {
            scene.percent(Quantity.OVERFLOW, 100).percent(Quantity.IN_FLIGHT, 999);
            assertThat(scene.findings()).isEmpty();
        }

        @Test
        void not_for_a_peak() {
            scene.percent(Quantity.IN_FLIGHT, 1000);
            assertThat(scene.percent(Quantity.OVERFLOW, 79.9).findings()).isEmpty();
        }

        @Test
        void not_in_the_first_minute() {
            assertThat(scene.sum(Quantity.SECONDS, 59)
                            .percent(Quantity.OVERFLOW, 100)
                            .percent(Quantity.IN_FLIGHT, 1000)
                            .findings())
                    .isEmpty();
        }
    }

    @Nested
    class Replaced {

        @Test
        void connections_that_serve_few_are_said_to_go_too_often() {
            Finding finding = opened(10, 99).finding();
            assertThat(finding.code()).isEqualTo("recycling");
            assertThat(finding.evidence()).isEqualTo("6 connections were opened a minute, one for each 99 uses");
        }

        @Test
        void not_where_each_was_used_a_hundred_times() {
            assertThat(opened(10, 100).findings()).isEmpty();
        }

        @Test
        void not_where_it_happens_seldom_or_all_at_once() {
            assertThat(opened(9.9, 1).findings()).isEmpty();
        }

        @Test
        void not_in_the_first_half_minute() {
            scene.sum(Quantity.SECONDS, 29.9);
            assertThat(opened(100, 1).findings()).isEmpty();
        }

        private Scene opened(double percentOfTime, double uses) {
            double opened = scene.sums.get(Quantity.SECONDS) / 10;
            return scene.percent(Quantity.OPENING, percentOfTime)
                    .sum(Quantity.OPENED, opened)
                    .sum(Quantity.BORROWED, opened * uses);
        }
    }

    @Nested
    class Server {

        @Test
        void a_server_whose_connections_are_nearly_used_up_names_who_uses_them() {
            scene.database = Scene.server(
                    85,
                    100,
                    new ApplicationUse("reports", 40),
                    new ApplicationUse("poolwarden:a1b2", 31),
                    new ApplicationUse("psql", 8),
                    new ApplicationUse("other", 6));
            Finding finding = scene.finding();
            assertThat(finding.code()).isEqualTo("server_nearly_full");
            assertThat(finding.evidence())
                    .isEqualTo(
                            "85 of max_connections, 100, are in use; most by reports (40), poolwarden:a1b2 (31), psql (8)");
        }

        @Test
        void not_while_more_are_left() {
            scene.database = Scene.server(84, 100);
            assertThat(scene.findings()).isEmpty();
        }

        @Test
        void not_where_it_does_not_say() {
            scene.database = new Reachable(
                    Duration.ZERO,
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    false);
            assertThat(scene.findings()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"34, 0", "35, 1"})
        void a_pool_that_does_not_fit_says_whose_limit_it_is(int others, int findings) {
            Fit fit = new Fit(20, 10, List.of(new Fit.Limit(Scope.ROLE, 66, 0, others, 1)));
            scene.database = Scene.server(70, 100, Optional.of(fit));
            assertThat(scene.findings()).hasSize(findings).allSatisfy(finding -> {
                assertThat(finding.code()).isEqualTo("pool_does_not_fit");
                assertThat(finding.evidence()).isEqualTo("29 of 30 fit: the role allows 66, others use 35 of them");
            });
        }
    }

    @Nested
    class Demand {

        @Test
        void a_demand_that_will_exceed_the_capacity_is_told_with_the_first_time_it_does() {
            scene.outlook = new Outlook(List.of(25, 26, 30), 25);
            Finding finding = scene.finding();
            assertThat(finding.code()).isEqualTo("demand_exceeds_capacity");
            assertThat(finding.evidence())
                    .isEqualTo("By the trend of the last minutes 26 will be needed in 2 min, and 25 can be in use");
        }

        @Test
        void the_sooner_the_weightier() {
            scene.outlook = new Outlook(List.of(26, 27, 30), 25);
            double soon = scene.finding().weight();
            scene.outlook = new Outlook(List.of(20, 22, 26), 25);
            assertThat(scene.finding().weight()).isLessThan(soon);
        }

        @Test
        void not_where_it_will_be_just_enough() {
            scene.outlook = new Outlook(List.of(20, 22, 25), 25);
            assertThat(scene.findings()).isEmpty();
        }

        @Test
        void not_where_there_is_no_capacity_at_all_which_has_a_reason_of_its_own() {
            scene.outlook = new Outlook(List.of(20, 22, 25), 0);
            assertThat(scene.findings()).isEmpty();
        }
    }
}
