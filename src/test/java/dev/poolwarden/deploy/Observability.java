package dev.poolwarden.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules for Prometheus and the board for Grafana. */
final class Observability {

    static final Path RULES = DeployFiles.OBSERVABILITY.resolve("alerts.yaml");
    static final Path RULES_TEST = DeployFiles.OBSERVABILITY.resolve("alerts_test.yaml");
    private static final Path BOARD = DeployFiles.OBSERVABILITY.resolve("grafana-dashboard.json");

    private Observability() {}

    static List<JsonNode> alerts() {
        return list(DeployFiles.yaml(RULES).at("/groups/0/rules"));
    }

    /** JSON is YAML, and this reader refuses a member that is there twice. */
    static JsonNode board() {
        return DeployFiles.yaml(BOARD);
    }

    static List<JsonNode> panels() {
        return list(board().get("panels"));
    }

    static List<JsonNode> targets() {
        return panels().stream()
                .flatMap(panel -> list(panel.get("targets")).stream())
                .toList();
    }

    /** Every expression of both. */
    static List<String> expressions() {
        return Stream.concat(alerts().stream(), targets().stream())
                .map(each -> each.get("expr").asText())
                .toList();
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }
}
