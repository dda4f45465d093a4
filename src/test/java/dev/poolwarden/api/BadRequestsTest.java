package dev.poolwarden.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent: a 4xx that says in plain words what is wrong. */
@QuarkusTest
class BadRequestsTest {

    private static final int PATIENCE_MS = 30_000;

    @TestHTTPResource("")
    URI base;

    static Stream<String> ours() {
        return Stream.of(
                Api.CONFIG,
                Api.STATUS,
                "/api/v1/health/ping",
                "/api/health",
                "/health/db-pool",
                "/api/dashboard",
                "/api/activities",
                "/api/employees",
                "/api/conversations/1");
    }

    @ParameterizedTest
    @MethodSource("ours")
    void an_unknown_query_parameter_is_named(String path) {
        assertThat(problem(given().get(path + "?limt=7"), 400)).contains("\"limt\"");
        assertThat(problem(given().get(path + "?%22%3Cscript%3E=&x"), 400)).contains("known here");
        assertThat(problem(given().get(path + "?" + "x".repeat(2000)), 400)).hasSizeLessThan(200);
    }

    @ParameterizedTest
    @MethodSource("ours")
    void an_unknown_method_is_405(String path) {
        for (String method : new String[] {"DELETE", "PUT", "PATCH", "BREW"}) {
            problem(given().request(method, path), 405);
        }
    }

    @ParameterizedTest
    @MethodSource("ours")
    void who_accepts_no_json_is_406(String path) {
        assertThat(problem(given().header("Accept", "image/png").get(path), 406))
                .contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "*/*", "application/*", "text/html, */*;q=0.1", "text/plain,application/json"
            })
    void who_accepts_json_too_is_answered(String accept) {
        given().header("Accept", accept).get(Api.CONFIG).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/nope",
                "/api/v1/health/database",
                "/api/v1/health/database/nope",
                "/api/v1/health/database/status/x",
                "/api/v1/health/database/Status",
                "/api/v2/health/database/status",
                "/nope",
                "/nope.html",
                "/health",
                "/q/nope",
                "/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd"
            })
    void an_unknown_path_is_404(String path) {
        problem(given().urlEncodingEnabled(false).get(path), 404);
        problem(given().urlEncodingEnabled(false).post(path), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "99999999999999999999", "-1", "0", "1.5", "1%20"})
    void a_conversation_that_cannot_be_is_404(String id) {
        problem(given().urlEncodingEnabled(false).get("/api/conversations/" + id), 404);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/health/database/force-cleanup, GET", "/api/v1/health/database/connection-test, POST"})
    void the_other_method_of_an_operators_endpoint_is_405(String path, String method) {
        problem(Api.operator().request(method, path), 405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"If-None-Match", "Poolwarden-Client", "Priority", "Accept-Language", "X-Anything"})
    void an_endless_header_is_refused_or_ignored(String name) throws IOException {
        assertThat(raw("GET " + Api.CONFIG + " HTTP/1.1\r\nHost: x\r\n" + name + ": " + "x".repeat(100_000)))
                .matches("HTTP/1\\.[01] (?:4\\d\\d|200) [^\\n]*(?s:.*)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/%zz HTTP/1.1\r\nHost: x",
                "GET /api/dashboard?%zz=1 HTTP/1.1\r\nHost: x",
                "GET /api/%00 HTTP/1.1\r\nHost: x",
                "GET /api/%ff%fe HTTP/1.1\r\nHost: x",
                "GET nonsense HTTP/1.1\r\nHost: x",
                "GET /api/v1/health/database/status HTTP/1.1\r\nHost: x\r\nContent-Length: abc",
                "GET /api/v1/health/database/status HTTP/1.1\r\nHost: x\r\nContent-Length: -1",
                "POST /api/v1/health/database/status HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999",
                "GET /api/v1/health/database/status HTTP/1.1\r\nHost: x\r\nAccept: ;;;",
                "GET /api/v1/health/database/status HTTP/1.1\r\nHost: x\r\nAccept: a/b/c"
            })
    void what_is_no_proper_request_is_4xx(String request) throws IOException {
        assertThat(raw(request)).matches("HTTP/1\\.[01] 4\\d\\d [^\\n]*(?s:.*)");
    }

    @Test
    void an_endless_address_is_414() throws IOException {
        assertThat(raw("GET /api/" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x"))
                .contains(" 414 ");
    }

    private static String problem(Response answer, int status) {
        return Api.problem(answer, status).getString("detail");
    }

    /** What no client would send; the answer up to its end, or to the end of patience. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream()
                    .write((request + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Api.assertPlain(answer);
            return answer;
        }
    }
}
