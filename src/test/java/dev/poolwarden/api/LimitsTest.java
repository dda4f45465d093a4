package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.api.RawConnection.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a request may be, and that whatever is refused is refused in an orderly way. */
@QuarkusTest
class LimitsTest {

    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";

    @TestHTTPResource("")
    URI base;

    @Test
    void headers_of_almost_16_kb_are_taken() throws IOException {
        assertThat(ask(get("X-Long: " + "x".repeat(16_200) + "\r\n")).status()).isEqualTo(200);
    }

    static Stream<String> tooLong() {
        return Stream.of(
                "X-Long: " + "x".repeat(16_500) + "\r\n",
                "X-Long: " + "x".repeat(1_000_000) + "\r\n",
                ("X-Long: " + "x".repeat(1_000) + "\r\n").repeat(17),
                "x".repeat(17_000) + ": long\r\n",
                "Authorization: Basic " + "A".repeat(17_000) + "\r\n");
    }

    /** By Vert.x, before anything of ours: there is nothing in the answer but its status. */
    @ParameterizedTest
    @MethodSource("tooLong")
    void longer_ones_are_431_and_the_end_of_the_connection(String headers) throws IOException {
        try (RawConnection connection = new RawConnection(base)) {
            connection.send(get(""));
            assertThat(connection.read(false).status()).isEqualTo(200);
            connection.sendUntilRefused(get(headers));
            Answer refused = connection.read(false);
            assertThat(refused.status()).isEqualTo(431);
            assertThat(refused.body()).isEmpty();
        }
        assertThat(ask(get("")).status()).as("the next one").isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 4_200, 100_000})
    void an_address_may_have_4_kb(int length) throws IOException {
        String path = "/" + "x".repeat(length);
        assertThat(ask("GET " + path + HOST + "\r\n").status()).isEqualTo(length < 4_096 ? 404 : 414);
    }

    @ParameterizedTest
    @ValueSource(ints = {65_536, 65_537})
    void a_body_may_have_64_kb(int length) throws IOException {
        String body = "x".repeat(length);
        String request =
                "POST /api/conversations" + HOST + "Content-Type: application/json\r\nContent-Length: " + length;
        assertThat(ask(request + "\r\n\r\n" + body).status()).isEqualTo(length == 65_536 ? 400 : 413);
    }

    static Stream<String> everyRefusal() {
        String config = "GET " + Api.CONFIG;
        String post = "POST /api/conversations" + HOST + "Content-Type: application/json\r\n";
        return Stream.of(
                config + "?x" + HOST + "\r\n", // 400
                config + " HTTP/1.1\r\nHost: :::\r\n\r\n", // 400
                "GET " + Api.CONNECTION_TEST + HOST + "\r\n", // 401
                "GET " + Api.CONNECTION_TEST + HOST + "Authorization: Basic YWRhOnh4\r\n\r\n", // 401
                "GET /nothing" + HOST + "\r\n", // 404
                "GET /q/nothing" + HOST + "\r\n", // 404
                "BREW " + Api.CONFIG + HOST + "\r\n", // 405
                config + HOST + "Accept: image/png\r\n\r\n", // 406
                post + "Content-Length: 99999999\r\n\r\n", // 413
                "POST /api/conversations" + HOST + "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx", // 415
                "GET /test/failing/own" + HOST + "\r\n", // 500
                "GET /test/failing/rejected" + HOST + "\r\n"); // 503
    }

    @ParameterizedTest
    @MethodSource("everyRefusal")
    void every_refusal_is_a_problem_that_tells_the_browser_to_be_careful(String request) throws IOException {
        Answer refused = ask(request);
        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        assertThat(refused.body()).isNotEmpty();
        Api.assertPlain(refused.body());
        assertThat(refused.headers())
                .containsEntry("content-type", "application/problem+json")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("cross-origin-opener-policy", "same-origin")
                .hasEntrySatisfying(
                        "content-security-policy",
                        policy -> assertThat(policy).contains("default-src 'self'", "frame-ancestors 'none'"));
    }

    private static String get(String headers) {
        return "GET " + Api.CONFIG + HOST + headers + "\r\n";
    }

    private Answer ask(String request) throws IOException {
        try (RawConnection connection = new RawConnection(base)) {
            connection.sendUntilRefused(request);
            return connection.read(false);
        }
    }
}
