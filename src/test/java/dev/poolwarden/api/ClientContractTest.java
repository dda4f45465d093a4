package dev.poolwarden.api;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The part of {@code /q/openapi} that the browser's client relies on, and the file that its tests read. */
@QuarkusTest
class ClientContractTest {

    private static final List<String> PATHS = List.of(Api.CONFIG, Api.CLEANUP, Api.HISTORY);
    private static final String SCHEMAS = "#/components/schemas/";

    /** What a client sends, and what the problem extension describes. */
    private static final Set<String> WITHOUT_PROMISE = Set.of("CleanupBody", "HttpProblem");

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    @Test
    void the_committed_contract_is_what_the_server_describes() throws IOException {
        ContractFile.assertSays("openapi.json", extract());
    }

    @Test
    void whatever_is_answered_is_described_by_a_schema() throws IOException {
        for (JsonNode operation : extract().get("paths").findValues("responses")) {
            assertThat(operation
                            .at("/200/content/application~1json/schema/$ref")
                            .asText())
                    .startsWith(SCHEMAS);
        }
    }

    @Test
    void every_member_of_an_answer_is_promised() throws IOException {
        extract().at("/components/schemas").fields().forEachRemaining(schema -> {
            if (!WITHOUT_PROMISE.contains(schema.getKey())) {
                Set<String> members = new TreeSet<>();
                schema.getValue().path("properties").fieldNames().forEachRemaining(members::add);
                assertThat(schema.getValue().path("required"))
                        .extracting(JsonNode::asText)
                        .as(schema.getKey())
                        .containsExactlyInAnyOrderElementsOf(members);
            }
        });
    }

    /** With sorted keys: Quarkus' order is nobody's promise. */
    private static JsonNode extract() throws IOException {
        JsonNode document = JSON.readTree(get("/q/openapi?format=json").asString());
        ObjectNode extract = JSON.createObjectNode();
        extract.set("openapi", document.get("openapi"));
        ObjectNode paths = extract.putObject("paths");
        PATHS.forEach(path -> paths.set(path, document.get("paths").get(path)));
        ObjectNode schemas = extract.putObject("components").putObject("schemas");
        Deque<String> wanted = new ArrayDeque<>(paths.findValuesAsText("$ref"));
        while (!wanted.isEmpty()) {
            String name = wanted.pop().substring(SCHEMAS.length());
            if (!schemas.has(name)) {
                JsonNode schema = document.at("/components/schemas").required(name);
                schemas.set(name, schema);
                wanted.addAll(schema.findValuesAsText("$ref"));
            }
        }
        return JSON.readTree(JSON.writeValueAsString(JSON.treeToValue(extract, Object.class)));
    }
}
