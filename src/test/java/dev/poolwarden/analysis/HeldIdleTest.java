package dev.poolwarden.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.poolwarden.pressure.Pressure;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.reclaim.CallSiteUse;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HeldIdleTest {

    /** Ten of 25 permits are out by the mean. */
    private final Scene scene = new Scene().percent(Quantity.IN_FLIGHT, 1000);

    @Test
    void a_place_that_keeps_a_tenth_of_the_capacity_from_others_is_named_with_its_figures() {
        Finding finding = scene.callSite("POST /chat/{id}", 8200, 50, 50).finding();
        assertThat(finding.code()).isEqualTo("held_idle");
        assertThat(finding.title()).isEqualTo("POST /chat/{id} holds connections without working");
        assertThat(finding.evidence())
                .isEqualTo("Holds a connection 8.2 s, 50 % of it idle, and has 50 % of all holding time;"
                        + " that way it kept, by the mean of the last minutes, 10 % of the capacity from others");
        assertThat(finding.remedy()).startsWith("Give the connection back before waiting for anything outside");
        assertThat(finding.numbers())
                .containsExactly(
                        entry("mean_held_ms", 8200L),
                        entry("idle_percent", 50.0),
                        entry("share_percent", 50.0),
                        entry("lost_percent", 10.0));
        assertThat(finding.weight()).isEqualTo(53.5);
    }

    @Test
    void under_pressure_what_it_keeps_at_present_counts_though_it_kept_nothing_before() {
        scene.callSite("POST /chat/{id}", 8200, 50, 1);
        scene.holders("GET /other", null, 20, Activity.IDLE).holders("POST /chat/{id}", null, 3, Activity.IDLE);
        scene.holders("POST /chat/{id}", null, 9, Activity.WORKING);
        assertThat(scene.findings()).isEmpty();
        scene.demand = 24;
        scene.reasons(Pressure.MODERATE, Reason.USAGE_MODERATE);
        assertThat(scene.findings().get(0).evidence()).endsWith("that way it keeps 12 % of the capacity from others");
        scene.held.remove(20);
        assertThat(scene.findings()).extracting(Finding::code).containsExactly("usage_moderate");
    }

    @Test
    void one_that_keeps_less_is_not() {
        assertThat(scene.callSite("POST /chat/{id}", 8200, 50, 49).findings()).isEmpty();
    }

    @Test
    void one_that_works_for_more_than_half_of_its_time_is_not() {
        assertThat(scene.callSite("POST /chat/{id}", 8200, 49.9, 100).findings())
                .isEmpty();
    }

    @Test
    void round_trips_between_statements_are_no_waiting_for_somebody_outside() {
        assertThat(scene.callSite("GET /report", 199, 90, 100).findings()).isEmpty();
        assertThat(scene.callSite("GET /slower", 200, 90, 100).findings()).hasSize(1);
    }

    @Test
    void what_the_server_does_not_say_is_not_claimed() {
        scene.callSites.add(new CallSiteUse("POST /chat/{id}", 9, 8200, 9000, OptionalDouble.empty(), 100));
        assertThat(scene.findings()).isEmpty();
    }

    @Test
    void seconds_after_the_start_one_sample_more_or_less_does_not_decide() {
        scene.callSite("POST /chat/{id}", 8200, 90, 100);
        scene.sum(Quantity.SECONDS, 4.9).sum(Quantity.IN_FLIGHT, 49);
        assertThat(scene.findings()).isEmpty();
        scene.sum(Quantity.SECONDS, 5).sum(Quantity.IN_FLIGHT, 50);
        assertThat(scene.findings()).hasSize(1);
    }

    @Test
    void it_is_critical_once_users_feel_it() {
        scene.callSite("POST /chat/{id}", 8200, 90, 100);
        assertThat(scene.finding().severity()).isEqualTo(Severity.WARNING);
        scene.reasons(Pressure.CRITICAL, Reason.REQUESTS_REJECTED);
        assertThat(scene.findings().get(0).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void without_a_capacity_nothing_is_kept_from_anybody() {
        scene.capacity = 0;
        assertThat(scene.callSite("POST /chat/{id}", 8200, 90, 100).findings()).isEmpty();
    }
}
