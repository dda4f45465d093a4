package dev.poolwarden.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.poolwarden.analysis.Recent.Part;
import dev.poolwarden.gate.LimitDecision;
import dev.poolwarden.gate.LimitReason;
import dev.poolwarden.pressure.Pressure;
import dev.poolwarden.pressure.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All rules together. */
class AnalysisTest {

    private static final Locale USUAL = Locale.getDefault();

    @AfterEach
    void speakAsUsual() {
        Locale.setDefault(USUAL);
    }

    @Test
    void a_healthy_pool_has_no_finding() {
        assertThat(new Scene().findings()).isEmpty();
    }

    @Test
    void nothing_is_found_in_a_pool_of_which_nothing_was_seen_yet() {
        Scene scene = new Scene();
        scene.sums.clear();
        assertThat(scene.findings()).isEmpty();
    }

    @Test
    void the_cause_stands_above_its_symptoms_and_these_above_what_could_be_set_better() {
        Scene scene = crowded();
        assertThat(scene.findings())
                .extracting(Finding::code)
                .containsExactly(
                        "held_idle", "requests_rejected", "usage_critical", "standing_overflow", "pool_oversized");
        assertThat(scene.findings())
                .isSortedAccordingTo(Comparator.comparingDouble(Finding::weight).reversed());
    }

    @Test
    void a_database_that_is_away_stands_above_all() {
        Scene scene = crowded();
        scene.reasons(Pressure.CRITICAL, Reason.USAGE_CRITICAL, Reason.DATABASE_UNREACHABLE);
        assertThat(scene.findings().get(0).code()).isEqualTo("database_unreachable");
    }

    @Test
    void of_two_places_the_one_that_keeps_more_from_others_comes_first() {
        Scene scene = new Scene().percent(Quantity.IN_FLIGHT, 2000);
        scene.callSite("POST /less", 900, 90, 30).callSite("POST /more", 900, 90, 60);
        assertThat(scene.findings())
                .extracting(Finding::title)
                .containsExactly(
                        "POST /more holds connections without working", "POST /less holds connections without working");
    }

    @Test
    void figures_are_written_alike_whatever_the_machines_language() {
        Locale.setDefault(Locale.GERMANY);
        assertThat(crowded().findings().get(0).evidence()).startsWith("Holds a connection 8.2 s, 96 % of it idle");
    }

    @Test
    void no_weight_is_out_of_its_bounds() {
        for (Topic topic : Topic.values()) {
            for (double percent : new double[] {-1, 0, 50, 100, 1000}) {
                assertThat(topic.finding(Severity.INFO, percent, "", Figures.NONE, "")
                                .weight())
                        .as(topic.code())
                        .isBetween(10.0, 98.0);
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Finding(Topic.RECOVERING, Severity.INFO, 100.1, "", "", Figures.NONE));
    }

    private static Scene crowded() {
        Scene scene = new Scene().percent(Quantity.IN_FLIGHT, 2400);
        scene.demand = 30;
        scene.reasons(Pressure.CRITICAL, Reason.USAGE_CRITICAL, Reason.REQUESTS_REJECTED);
        scene.callSite("POST /chat/{id}", 8200, 96, 71.3);
        scene.percent(Quantity.OVERFLOW, 100).percent(Quantity.ROOMY, 100);
        scene.limit = new LimitDecision(9, 9, LimitReason.SAME_WITH_LESS);
        scene.changes = List.of(Scene.change(25, 9, LimitReason.SAME_WITH_LESS));
        scene.clients = Scene.crowd(100, new Part("203.0.113.7", 100));
        return scene;
    }
}
