package dev.poolwarden.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.poolwarden.gate.Occupancy;
import dev.poolwarden.pressure.Pressure;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reading.DatabaseReading.Unreachable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the monitor gives as a reason, an operator finds explained under the same code. */
class PresentReasonsTest {

    private final Scene scene = new Scene();

    @ParameterizedTest
    @EnumSource(Reason.class)
    void every_reason_is_explained_by_a_finding_of_its_code(Reason reason) {
        scene.demand = 24;
        Finding finding = scene.reasons(reason.pressure(), reason).finding();
        assertThat(finding.code()).isEqualTo(reason.code());
        assertThat(finding.title()).isNotBlank().doesNotContain("%");
        assertThat(finding.evidence()).isNotBlank();
        assertThat(finding.remedy()).isNotBlank();
        assertThat(finding.severity() == Severity.CRITICAL).isEqualTo(reason.pressure() == Pressure.CRITICAL);
    }

    @Test
    void usage_comes_with_the_figures_of_the_moment() {
        scene.demand = 24;
        Finding finding =
                scene.reasons(Pressure.CRITICAL, Reason.USAGE_CRITICAL).finding();
        assertThat(finding.evidence())
                .isEqualTo("At present 96 % of the 25 that can be in use are asked for, and 0 wait");
        assertThat(finding.numbers())
                .containsExactly(entry("usage_percent", 96.0), entry("capacity", 25L), entry("waiting", 0L));
    }

    @ParameterizedTest
    @EnumSource(names = {"USAGE_MODERATE", "USAGE_HIGH", "USAGE_CRITICAL", "REQUESTS_REJECTED"})
    void what_is_over_is_not_told_in_the_present_tense(Reason reason) {
        scene.demand = 12.4; // of 25
        assertThat(scene.reasons(Pressure.CRITICAL, reason).finding().code()).isEqualTo("recovering");
        scene.demand = 12.5;
        assertThat(scene.finding().code()).isEqualTo(reason.code());
        scene.demand = 0;
        scene.occupancy = new Occupancy(3, 10, 1, 0, 0, 0, 0, 0, Scene.SECOND);
        assertThat(scene.finding().code()).isEqualTo(reason.code());
    }

    @Test
    void what_is_over_is_told_once() {
        scene.reasons(Pressure.CRITICAL, Reason.REQUESTS_REJECTED, Reason.USAGE_CRITICAL);
        assertThat(scene.findings()).hasSize(1);
    }

    @Test
    void unknown_usage_is_left_out() {
        scene.capacity = 0;
        Finding finding =
                scene.reasons(Pressure.CRITICAL, Reason.USAGE_CRITICAL).finding();
        assertThat(finding.numbers()).containsOnlyKeys("capacity", "waiting");
        assertThat(finding.evidence()).isEqualTo("At present 0 wait");
    }

    @Test
    void a_breaker_says_in_what_state_it_is_and_how_often_it_opened() {
        scene.breakerClosed = false;
        Finding finding = scene.reasons(Pressure.CRITICAL, Reason.BREAKER_OPEN).finding();
        assertThat(finding.evidence()).startsWith("It is half open, for the 3. time since the start");
        assertThat(finding.numbers()).containsExactly(entry("failure_percent", 66.7), entry("opened", 3L));
    }

    @Test
    void a_database_that_is_away_is_quoted() {
        scene.database = new Unreachable(Trouble.AWAY, "08006", "100% gone");
        assertThat(scene.reasons(Pressure.CRITICAL, Reason.DATABASE_UNREACHABLE)
                        .finding()
                        .evidence())
                .isEqualTo("The last probe failed with SQLState 08006: 100% gone");
    }

    @Test
    void a_full_one_is_quoted_or_has_no_room() {
        scene.reasons(Pressure.CRITICAL, Reason.DATABASE_FULL);
        assertThat(scene.finding().evidence()).contains("no room");
        scene.database = new Unreachable(Trouble.FULL, "53300", "too many clients");
        assertThat(scene.finding().evidence()).contains("53300: too many clients");
    }

    @Test
    void rejections_are_those_for_want_of_permits() {
        scene.demand = 24;
        Finding finding =
                scene.reasons(Pressure.CRITICAL, Reason.REQUESTS_REJECTED).finding();
        assertThat(finding.numbers()).containsEntry("rejected_since_start", 10L);
    }

    @Test
    void every_topic_has_its_line_in_the_documentation_with_its_remedy() throws IOException {
        String page = Files.readString(Path.of("docs", "http-api.md"));
        for (Topic topic : Topic.values()) {
            assertThat(page.lines().filter(line -> line.startsWith("| `" + topic.code() + "` |")))
                    .as(topic.code())
                    .hasSize(1)
                    .allSatisfy(line -> assertThat(line.replace("`", "")).endsWith("| " + topic.remedy() + " |"));
        }
    }
}
