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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, it is the sender who is wrong, and the answer says how. */
@QuarkusTest
class HostileRequestsTest {

    private static final String CONVERSATIONS = "/api/conversations";

    @TestHTTPResource("")
    URI base;

    @ParameterizedTest
    @CsvSource({
        "GET, /api/nothing, 404, nothing at this path",
        "GET, /health/nothing, 404, nothing at this path",
        "GET, /q/nothing, 404, nothing at this path",
        "GET, /nothing, 404, nothing at this path",
        "DELETE, /api/v1/health/database/status, 405, method",
        "BREW, /api/v1/health/database/status, 405, method",
        "GET, /api/v1/health/database/status?pretty, 400, \"pretty\"",
        "GET, /health/db-pool?x=1, 400, \"x\""
    })
    void what_is_wrong_is_said(String method, String path, int status, String words) {
        Response answer = given().request(method, path);
        assertThat(Api.problem(answer, status).getString("detail")).contains(words);
    }

    @Test
    void an_answer_that_is_no_json_is_not_to_be_had() {
        Response answer = given().accept("text/xml").get(Api.STATUS);
        assertThat(Api.problem(answer, 406).getString("detail")).contains("application/json");
    }

    /** Before any code of ours: Quarkus answers without a body. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/health/database/status?a=%zz", "/api/%zz", "/%"})
    void broken_percent_encoding_is_refused(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: :::bad:::\r\n"})
    void a_missing_or_impossible_host_is_refused_in_words(String host) throws IOException {
        assertThat(raw("GET /api/v1/health/database/status HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .contains("Host header");
    }

    @Test
    void a_body_that_turns_out_too_long_is_the_sender_s_mistake() throws IOException {
        String begin = "{\"title\":\"";
        String chunk = "10000\r\n" + begin + "a".repeat(0x10000 - begin.length()) + "\r\n";
        assertThat(raw("POST " + CONVERSATIONS
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    /** Clients refuse to send some of what others send. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"title\":", "\u0000", "{\"title\":\"a\",\"title\":\"b\"}"})
    void a_body_that_is_no_json_is_said_to_be_none(String body) {
        Response answer = post("application/json", body.getBytes());
        assertThat(Api.problem(answer, 400).getString("detail")).contains("no valid JSON");
    }

    /** Jackson takes the zeros for UTF-32. */
    @Test
    void a_body_of_foreign_characters_is_the_senders_mistake() {
        Response answer = post("application/json", new byte[] {0, 0, 0, '{', -1, -1, -1, -1});
        Api.problem(answer, 400);
    }

    @Test
    void a_body_of_another_type_is_not_taken_for_json() {
        Response answer = post("text/plain", "hello".getBytes());
        assertThat(Api.problem(answer, 415).getString("detail")).contains("application/json");
    }

    @Test
    void a_cleanups_reason_in_broken_utf_8_starts_none() {
        byte[] body = {'{', '"', 'r', 'e', 'a', 's', 'o', 'n', '"', ':', '"', -1, -2, '"', '}'};
        Response answer =
                Api.operator().contentType("application/json").body(body).post(Api.CLEANUP);
        Api.problem(answer, 400);
    }

    private static Response post(String type, byte[] body) {
        return given().config(io.restassured.RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(type, io.restassured.http.ContentType.BINARY)))
                .contentType(type)
                .body(body)
                .post(CONVERSATIONS);
    }
}
