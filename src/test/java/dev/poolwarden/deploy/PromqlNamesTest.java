package dev.poolwarden.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.deploy.PromqlNames.Label;
import dev.poolwarden.deploy.PromqlNames.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromqlNamesTest {

    @Test
    void functions_keywords_windows_and_numbers_are_no_metrics() {
        PromqlNames names =
                PromqlNames.in("sum by (le, cause) (rate(a_total[5m])) / 1e9 > 0.5 or b{x=\"1\"} and on (job) c");
        assertThat(names.selectors()).extracting(Selector::metric).containsExactly("a_total", "b", "c");
        assertThat(names.grouped()).containsExactlyInAnyOrder("le", "cause", "job");
    }

    @Test
    void what_is_asked_of_a_metric_s_labels_is_told_with_each_alternative() {
        assertThat(PromqlNames.in("a{cause!~\"shed|too_late\", instance=~\"$instance\"}")
                        .selectors())
                .containsExactly(new Selector(
                        "a",
                        List.of(
                                new Label("cause", List.of("shed", "too_late")),
                                new Label("instance", List.of("$instance")))));
    }
}
