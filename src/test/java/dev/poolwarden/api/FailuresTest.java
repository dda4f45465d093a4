package dev.poolwarden.api;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class FailuresTest {

    @ParameterizedTest
    @ValueSource(strings = {"sql", "wrapped-sql", "transient-sql", "own"})
    void an_error_of_the_application_is_500_and_keeps_its_details_to_itself(String how) {
        Response failed = get("/test/failing/" + how);
        JsonPath problem = Api.problem(failed, 500);
        assertThat(failed.asString()).doesNotContain("secret", "SQL", "outer");
        assertThat((Object) problem.get("config")).isNull();
        assertThat(failed.header("Retry-After")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-connection", "wrapped-no-connection", "sql-from-no-connection"})
    void who_got_no_connection_is_told_when_to_come_back_however_it_is_wrapped(String how) {
        Response refused = get("/test/failing/" + how);
        JsonPath problem = Api.problem(refused, 503);
        assertThat(problem.getString("detail")).isEqualTo("No permit within 500 ms");
        assertThat(refused.header("Retry-After")).isEqualTo("7");
        assertThat(problem.getMap("config"))
                .containsOnlyKeys(get(Api.CONFIG).jsonPath().getMap("").keySet());
    }
}
