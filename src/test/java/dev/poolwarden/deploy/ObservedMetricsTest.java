package dev.poolwarden.deploy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.deploy.PromqlNames.Label;
import dev.poolwarden.deploy.PromqlNames.Selector;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules and board ask for nothing that the running application does not serve. */
@QuarkusTest
class ObservedMetricsTest {

    /** What Prometheus itself adds to a target's metrics. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    private static final Pattern SERIES = Pattern.compile("(?m)^(\\w+)(?:\\{([^}]*)})? ");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

    /** By metric, and by {@code metric.label}, the values there are. */
    private final Map<String, Set<String>> served = new TreeMap<>(Map.of("up", Set.of()));

    @BeforeEach
    void scrape() {
        await("a task that was due").until(() -> text().contains("poolwarden_task_delayed_total{"));
        SERIES.matcher(text()).results().forEach(series -> {
            served.putIfAbsent(series.group(1), new HashSet<>());
            LABEL.matcher(series.group(2) == null ? "" : series.group(2))
                    .results()
                    .forEach(label -> served.computeIfAbsent(
                                    series.group(1) + "." + label.group(1), name -> new HashSet<>())
                            .add(label.group(2)));
        });
    }

    private static String text() {
        return given().accept("text/plain").get("/q/metrics").asString();
    }

    @Test
    void every_metric_of_rules_and_board_is_served() {
        assertThat(selectors().map(Selector::metric))
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(served).containsKey(metric));
    }

    @Test
    void every_label_that_they_ask_for_is_there_with_each_value() {
        selectors()
                .forEach(selector -> selector.labels().stream()
                        .filter(label -> !OF_PROMETHEUS.contains(label.name()))
                        .forEach(label -> assertThat(values(selector, label))
                                .as("%s", selector)
                                .containsAll(label.values())));
    }

    @Test
    void they_add_up_by_labels_that_there_are() {
        for (String expression : Observability.expressions()) {
            assertThat(labels(expression))
                    .as(expression)
                    .containsAll(PromqlNames.in(expression).grouped());
        }
    }

    @Test
    void legends_name_labels_that_there_are() {
        Observability.targets().forEach(target -> {
            List<String> named = LEGEND.matcher(target.get("legendFormat").asText())
                    .results()
                    .map(each -> each.group(1))
                    .toList();
            assertThat(labels(target.get("expr").asText())).as("%s", target).containsAll(named);
        });
    }

    private static Stream<Selector> selectors() {
        return Observability.expressions().stream()
                .flatMap(expression -> PromqlNames.in(expression).selectors().stream());
    }

    private Set<String> values(Selector selector, Label label) {
        return served.getOrDefault(selector.metric() + "." + label.name(), Set.of());
    }

    /** Those of all metrics in the expression, and Prometheus' own. */
    private Set<String> labels(String expression) {
        Set<String> labels = new HashSet<>(OF_PROMETHEUS);
        for (Selector selector : PromqlNames.in(expression).selectors()) {
            String prefix = selector.metric() + ".";
            served.keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    .forEach(name -> labels.add(name.substring(prefix.length())));
        }
        return labels;
    }
}
