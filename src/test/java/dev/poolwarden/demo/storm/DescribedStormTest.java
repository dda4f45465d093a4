package dev.poolwarden.demo.storm;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the OpenAPI document says of the storm. */
@QuarkusTest
class DescribedStormTest {

    private JsonPath schemas;

    @BeforeEach
    void read() {
        schemas = get("/q/openapi?format=json").jsonPath().setRootPath("components.schemas");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tabs", "seconds", "hold_ms"})
    void the_table_repeats_what_may_be_asked_for(String member) {
        for (String bound : new String[] {"minimum", "maximum"}) {
            assertThat(schemas.getInt("StormTable.properties." + member + "." + bound))
                    .isPositive()
                    .isEqualTo(schemas.getInt("StormSize.properties." + member + "." + bound));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"StormTable", "Row", "StormState"})
    void every_member_of_an_answer_is_promised_and_described(String schema) {
        Map<String, Map<String, Object>> members = schemas.getMap(schema + ".properties");
        assertThat(members.keySet())
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(schemas.getList(schema + ".required"));
        assertThat(members.values()).allMatch(each -> each.containsKey("description"));
    }

    @Test
    void the_phases_are_those_there_are() {
        assertThat(schemas.getList("StormState.properties.phase.enum", String.class))
                .isEqualTo(
                        Arrays.stream(StormPhase.values()).map(StormPhase::code).toList());
    }

    @Test
    void what_is_left_out_is_as_described() {
        StormSize usual = StormSize.complete(new StormSize(null, null, null));
        assertThat(usual).isEqualTo(StormSize.complete(null));
        assertThat(schemas.getInt("StormSize.properties.tabs.default")).isEqualTo(usual.tabs());
        assertThat(schemas.getInt("StormSize.properties.seconds.default")).isEqualTo(usual.seconds());
        assertThat(schemas.getInt("StormSize.properties.hold_ms.default")).isEqualTo(usual.holdMs());
    }
}
