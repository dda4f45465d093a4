package dev.poolwarden.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.control.CleanupDesk;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As in production until somebody is named: nobody to sign in as, so nobody is asked to. */
@QuarkusTest
@TestProfile(ClosedByDefaultTest.NoOperators.class)
class ClosedByDefaultTest {

    public static class NoOperators implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("poolwarden.operators", "");
        }
    }

    @Inject
    CleanupDesk desk;

    static Stream<Supplier<Response>> everyWayToAsk() {
        return Stream.of(
                () -> when().post(Api.CLEANUP),
                () -> when().get(Api.CONNECTION_TEST),
                () -> Api.operator().post(Api.CLEANUP),
                () -> Api.operator().get(Api.CONNECTION_TEST),
                () -> when().get(Api.HOLDERS),
                () -> Api.operator().get(Api.AUDIT),
                () -> Api.operator().get(Api.ANALYSIS),
                () -> given().header("Authorization", "Basic Og==").post(Api.CLEANUP),
                () -> given().header("Authorization", "Basic !!!").get(Api.CONNECTION_TEST),
                () -> given().header("Authorization", "Bearer abc").get(Api.CONNECTION_TEST));
    }

    @ParameterizedTest
    @MethodSource("everyWayToAsk")
    void an_operators_endpoint_answers_403_with_the_setting_that_opens_it(Supplier<Response> ask) {
        Response refused = ask.get();
        assertThat(Api.problem(refused, 403).getString("detail")).contains("poolwarden.operators");
        assertThat(refused.headers().hasHeaderWithName("WWW-Authenticate")).isFalse();
        assertThat(desk.last()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {Api.CONFIG, Api.STATUS, "/health/db-pool", "/api/health", "/q/health", "/q/metrics"})
    void what_is_for_anyone_stays_open(String path) {
        when().get(path).then().statusCode(200);
        Api.operator().get(path).then().statusCode(200);
    }
}
