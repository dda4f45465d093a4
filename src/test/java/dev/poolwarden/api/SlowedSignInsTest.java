package dev.poolwarden.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Behind a proxy that says from where a request comes, so that each test has addresses of its own. */
@QuarkusTest
@TestProfile(SlowedSignInsTest.BehindProxy.class)
class SlowedSignInsTest {

    private static final String HASH = "$2y$06$abcdefghijklmnopqrstuud/5IuQmqhVO0kfNEbHJM.fJkPiliBzC";
    private static final String RIGHT = "correct horse";
    private static final long AGO = Duration.ofMinutes(10).toNanos();

    public static class BehindProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.proxy.proxy-address-forwarding",
                    "true",
                    "poolwarden.operators",
                    "ada:%1$s,bob:%1$s".formatted(HASH));
        }
    }

    @Inject
    FailedSignIns failed;

    /** Bounds below only: a busy machine makes it longer. */
    @Test
    void wrong_passwords_take_longer_and_longer_and_the_right_one_works_after_its_wait() {
        long began = System.nanoTime();
        for (int i = 0; i < 4; i++) {
            Api.problem(signIn("192.0.2.1", "bob", "wrong"), 401);
        }
        assertThat(since(began)).isGreaterThanOrEqualTo(100 + 200 + 400);
        assertThat(signIn("192.0.2.1", "bob", RIGHT).statusCode()).isEqualTo(200);
        assertThat(since(began)).isGreaterThanOrEqualTo(100 + 200 + 400 + 800);
        assertThat(isSlowed("192.0.2.1")).as("after the success").isFalse();
    }

    @Test
    void who_would_have_to_wait_too_long_is_told_when_to_come_back() {
        exhaust("192.0.2.2");
        Response refused = signIn("192.0.2.2", "ada", "wrong");
        assertThat(Api.problem(refused, 429).getString("detail")).contains("failed sign-ins", "this address");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(11, 601);
        assertThat(refused.headers().hasHeaderWithName("WWW-Authenticate")).isFalse();
    }

    @Test
    void an_operator_who_is_in_stays_in() {
        assertThat(signIn("192.0.2.3", "ada", RIGHT).statusCode()).isEqualTo(200);
        exhaust("192.0.2.3");
        assertThat(signIn("192.0.2.3", "ada", RIGHT).statusCode()).isEqualTo(200);
        assertThat(isSlowed("192.0.2.3")).as("who guesses at the same address").isTrue();
    }

    @Test
    void every_address_of_an_ipv6_network_counts_as_one() {
        exhaust("2001:0db8:0001:0002::/64");
        Api.problem(signIn("2001:db8:1:2:3:4:5:6", "ada", "wrong"), 429);
        Api.problem(signIn("2001:db8:1:3::1", "ada", "wrong"), 401);
    }

    @Test
    void the_fifth_failure_in_a_row_is_one_line_of_the_log_without_name_and_password() {
        long now = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            failed.failed("192.0.2.6", now - AGO);
        }
        try (LogLines log = new LogLines("dev.poolwarden.sign-in")) {
            for (int i = 0; i < 3; i++) {
                Api.problem(signIn("192.0.2.6", "mallory", "open sesame"), 401);
            }
            assertThat(log.lines()).singleElement().asString().contains("192.0.2.6", "5 ");
            assertThat(log.lines().get(0)).doesNotContain("mallory", "sesame");
        }
    }

    /** As if somebody had failed until the next turn is minutes away. */
    private void exhaust(String address) {
        failed.failed(address, System.nanoTime() + AGO);
    }

    private boolean isSlowed(String address) {
        return !failed.reserve(address, System.nanoTime()).delay().isZero();
    }

    private static long since(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    private static Response signIn(String address, String name, String password) {
        return given().header("X-Forwarded-For", address)
                .auth()
                .preemptive()
                .basic(name, password)
                .get(Api.CONNECTION_TEST);
    }
}
