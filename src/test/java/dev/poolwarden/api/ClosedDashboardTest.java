package dev.poolwarden.api;

import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dashboard that is for operators alone. */
@QuarkusTest
@TestProfile(ClosedDashboardTest.Closed.class)
class ClosedDashboardTest {

    public static class Closed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("poolwarden.dashboard.anonymous", "false");
        }
    }

    @Test
    void its_figures_are_not_for_anyone() {
        Api.problem(when().get(Api.STATUS), 401);
        Api.problem(when().get(Api.HISTORY), 401);
    }

    @Test
    void an_operator_reads_them() {
        Api.operator().get(Api.STATUS).then().statusCode(200).body("health", notNullValue());
        Api.operator().get(Api.HISTORY).then().statusCode(200).body("instance", notNullValue());
    }

    @Test
    void the_page_can_ask_who_its_reader_is_and_frontends_get_their_config() {
        when().get(Api.SESSION).then().statusCode(200).body("anonymous_dashboard", equalTo(false));
        when().get(Api.CONFIG).then().statusCode(200);
    }
}
