package dev.poolwarden.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of the board without a Grafana. */
class GrafanaBoardTest {

    private static final int COLUMNS = 24;

    static List<JsonNode> panels() {
        return Observability.panels();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void a_panel_says_what_it_shows_in_which_unit_and_asks_the_chosen_datasource(JsonNode panel) {
        assertThat(panel.get("title").asText()).isNotBlank();
        assertThat(panel.get("description").asText()).endsWith(".");
        assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
        assertThat(panel.at("/datasource/type").asText()).isEqualTo("prometheus");
        assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        assertThat(panel.get("targets")).isNotEmpty().allSatisfy(target -> {
            assertThat(target.get("expr").asText()).contains("{instance=~\"$instance\"}");
            assertThat(target.get("legendFormat").asText()).isNotBlank();
        });
        assertThat(panel.get("targets").findValuesAsText("refId")).doesNotHaveDuplicates();
    }

    @Test
    void no_two_panels_share_an_id_or_a_place() {
        assertThat(panels()).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : panels()) {
            JsonNode at = panel.get("gridPos");
            int x = at.get("x").asInt();
            int y = at.get("y").asInt();
            assertThat(x + at.get("w").asInt()).isLessThanOrEqualTo(COLUMNS);
            for (int cell = 0; cell < at.get("w").asInt() * at.get("h").asInt(); cell++) {
                String place = (x + cell % at.get("w").asInt()) + ","
                        + (y + cell / at.get("w").asInt());
                assertThat(taken.add(place))
                        .as("%s at %s", panel.get("title"), place)
                        .isTrue();
            }
        }
    }

    @Test
    void whoever_looks_chooses_datasource_and_instances() {
        JsonNode variables = Observability.board().at("/templating/list");
        assertThat(variables.findValuesAsText("name")).containsExactly("datasource", "instance");
        assertThat(variables.at("/0/type").asText()).isEqualTo("datasource");
        assertThat(variables.at("/1/datasource/uid").asText()).isEqualTo("${datasource}");
        assertThat(Observability.board().get("schemaVersion").asInt())
                .as("Grafana 11's")
                .isEqualTo(39);
    }

    @Test
    void prometheus_takes_every_expression(@TempDir Path directory) throws IOException {
        List<Map<String, String>> rules = Observability.targets().stream()
                .map(target -> target.get("expr").asText())
                .distinct()
                .map(expression -> Map.of("record", "one", "expr", plain(expression)))
                .toList();
        Path file = directory.resolve("rules.json");
        var groups = Map.of("groups", List.of(Map.of("name", "board", "rules", rules)));
        Files.writeString(file, new ObjectMapper().writeValueAsString(groups));
        Promtool.accepts("check", "rules", "--lint=none", file.toString());
    }

    private static String plain(String expression) {
        String plain = expression.replace("$__rate_interval", "1m").replace("$instance", ".*");
        assertThat(plain).doesNotContain("$");
        return plain;
    }
}
