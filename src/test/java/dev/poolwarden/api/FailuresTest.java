package dev.poolwarden.api;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class FailuresTest {

    @ParameterizedTest
    @ValueSource(strings = {"sql", "wrapped-sql", "transient-sql", "own", "error"})
    void an_error_of_the_application_is_500_and_keeps_its_details_to_itself(String how) {
        Response failed = get("/test/failing/" + how);
        JsonPath problem = Api.problem(failed, 500);
        assertThat(failed.asString()).doesNotContain("secret", "SQL", "outer");
        assertThat((Object) problem.get("config")).isNull();
        assertThat(failed.header("Retry-After")).isNull();
    }

    @Test
    void who_is_rejected_gets_the_gates_own_words() {
        Response refused = get("/test/failing/rejected");
        assertThat(Api.problem(refused, 503).getString("detail")).contains("in flight 25 of 25", "retry in 3 s");
        assertThat(refused.header("Retry-After")).isEqualTo("3");
    }

    @Test
    void whose_connection_was_taken_back_may_try_again() {
        Response refused = get("/test/failing/reclaimed");
        JsonPath problem = Api.problem(refused, 503);
        assertThat(problem.getString("detail")).contains("taken back");
        assertThat(refused.asString()).doesNotContain("4711", "secret");
        assertThat(problem.getMap("config")).isNotEmpty();
    }

    @Test
    void what_the_driver_says_stays_in_the_log() {
        Response refused = get("/test/failing/login-refused");
        assertThat(Api.problem(refused, 503).getString("detail")).contains("does not let the application in");
        assertThat(refused.asString()).doesNotContain("FATAL", "root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-connection", "wrapped-no-connection", "sql-from-no-connection"})
    void who_got_no_connection_is_told_when_to_come_back_however_it_is_wrapped(String how) {
        Response refused = get("/test/failing/" + how);
        JsonPath problem = Api.problem(refused, 503);
        assertThat(problem.getString("detail")).isEqualTo("The database grants no further connection");
        assertThat(refused.header("Retry-After")).isEqualTo("7");
        assertThat(problem.getMap("config"))
                .containsOnlyKeys(get(Api.CONFIG).jsonPath().getMap("").keySet());
    }
}
