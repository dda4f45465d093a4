package dev.poolwarden.arriving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.Priorities;
import dev.poolwarden.gate.Priority;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The header is trusted, and the gate has one permit, for which it lets callers wait long. */
@QuarkusTest
@TestProfile(TrustedGatewayTest.Trusting.class)
class TrustedGatewayTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    public static class Trusting implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "poolwarden.gate.trust-priority", "true",
                    "poolwarden.gate.max-concurrent", "1",
                    "poolwarden.gate.max-wait", LONGEST.toSeconds() + "s",
                    "poolwarden.gate.min-wait", LONGEST.toSeconds() + "s",
                    "poolwarden.demo.enabled", "false");
        }
    }

    @Inject
    DataSource database;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u=0|/test/arriving|ESSENTIAL",
                "u=1|/test/arriving/background|ESSENTIAL",
                "u=3|/test/arriving/background|INTERACTIVE",
                "u=3|/test/arriving/essential|ESSENTIAL",
                "u=6|/test/arriving/essential|BACKGROUND",
                "u=1, u=8|/test/arriving|INTERACTIVE"
            })
    void the_header_may_raise_a_request(String header, String path, Priority then) {
        Seen seen = given().header("Priority", header)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .as(Seen.class);
        assertThat(seen.priority()).isEqualTo(then);
    }

    @Test
    void who_does_not_wait_is_told_at_once_that_there_is_nothing() throws SQLException {
        long begun = System.nanoTime();
        Response answer = whileAllIsTaken(() -> borrow("wait=0"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=0");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST);
    }

    @Test
    void who_waits_a_second_waits_a_second() throws SQLException {
        long begun = System.nanoTime();
        assertThat(whileAllIsTaken(() -> borrow("wait=1")).statusCode()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(1), LONGEST);
    }

    @Test
    void who_does_not_wait_gets_what_is_free() {
        assertThat(borrow("wait=0").statusCode()).isEqualTo(200);
    }

    private static Response borrow(String preference) {
        return given().header("Prefer", preference).get("/test/arriving/borrow");
    }

    private Response whileAllIsTaken(Supplier<Response> request) throws SQLException {
        try (Connection taken = Priorities.call(Priority.ESSENTIAL, database::getConnection)) {
            return request.get();
        }
    }
}
