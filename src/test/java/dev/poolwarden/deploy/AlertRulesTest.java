package dev.poolwarden.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alerts come when they should, and say to whom they wake what to do. */
class AlertRulesTest {

    private static final Pattern PAGE = Pattern.compile("docs/[\\w-]+\\.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(Poolwarden\\w+)` \\| (\\w+) \\|");

    static List<JsonNode> alerts() {
        return Observability.alerts();
    }

    @Test
    void prometheus_takes_the_rules() {
        Promtool.accepts("check", "rules", Observability.RULES.toString());
    }

    @Test
    void each_alert_comes_and_goes_when_it_should() {
        Promtool.accepts("test", "rules", Observability.RULES_TEST.toString());
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void no_alert_is_untested(JsonNode alert) {
        assertThat(DeployFiles.text(Observability.RULES_TEST))
                .contains("alertname=\"" + alert.get("alert").asText() + "\"");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_says_what_to_do_and_where_more_is_written(JsonNode alert) {
        JsonNode said = alert.get("annotations");
        assertThat(said.get("summary").asText()).isNotBlank().hasSizeLessThan(120);
        assertThat(said.get("page").asText()).isEqualTo("docs/alerts.md");
        assertThat(said.get("description").asText()).endsWith(".");
        assertThat(PAGE.matcher(said.toString()).results())
                .isNotEmpty()
                .allSatisfy(page -> assertThat(Path.of(page.group())).exists());
    }

    @Test
    void the_page_has_a_line_for_each_with_its_severity() {
        List<String> written = ROW.matcher(DeployFiles.text(Path.of("docs", "alerts.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
        assertThat(alerts())
                .extracting(alert -> alert.get("alert").asText() + " "
                        + alert.at("/labels/severity").asText())
                .containsExactlyElementsOf(written);
    }

    @Test
    void the_operator_takes_the_same_lines_under_a_head() {
        ObjectNode resource = new ObjectMapper()
                .createObjectNode()
                .put("apiVersion", "monitoring.coreos.com/v1")
                .put("kind", "PrometheusRule");
        resource.putObject("metadata").put("name", "poolwarden");
        resource.set("spec", DeployFiles.yaml(Observability.RULES));
        PrometheusRule rule = DeployFiles.strictly(resource, PrometheusRule.class);
        assertThat(rule.getSpec().getGroups())
                .singleElement()
                .satisfies(group -> assertThat(group.getRules()).hasSameSizeAs(alerts()));
    }
}
