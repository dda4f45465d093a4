package dev.poolwarden.scenario;

import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browser tests judge by must itself be right. */
@QuarkusTest
class RequestLogTest {

    @TestHTTPResource("")
    URL base;

    @BeforeEach
    void forget() {
        delete("/test/log").then().statusCode(204);
    }

    @Test
    void a_request_is_recorded_with_who_sent_it_and_when_it_ended() {
        given().header("Poolwarden-Client", "c1")
                .header("Priority", "u=1")
                .get("/test/work?tab=a&ms=20&key=k")
                .then()
                .statusCode(200);
        await().until(() -> ended().size() == 1);
        Map<String, Object> request = requests().get(0);
        assertThat(request)
                .containsEntry("tab", "a")
                .containsEntry("client", "c1")
                .containsEntry("priority", "u=1")
                .containsEntry("key", "k")
                .containsEntry("in_flight", 1);
        assertThat(ms(request, "ended_ms") - ms(request, "arrived_ms")).isGreaterThanOrEqualTo(19);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test/work?tab=a&ms=60000", "/test/work/stream?tab=a&ms=60000&chunks=2"})
    void what_is_under_way_at_once_is_counted_until_its_connection_is_closed(String path) throws IOException {
        try (Socket first = send(path);
                Socket second = send(path)) {
            await().until(() -> requests().size() == 2);
            assertThat(requests()).extracting(each -> each.get("in_flight")).containsExactly(1, 2);
            first.close();
            await().until(() -> ended().size() == 1);
            try (Socket third = send(path)) {
                await().until(() -> requests().size() == 3);
                assertThat(requests().get(2)).containsEntry("in_flight", 2);
            }
        }
        await().until(() -> ended().size() == 3);
        assertThat(log().getInt("most_in_flight")).isEqualTo(2);
    }

    @Test
    void a_stream_has_so_many_chunks_and_ends_with_the_last() {
        assertThat(get("/test/work/stream?tab=a&chunks=3&ms=5").asString()).isEqualTo("chunk 0\nchunk 1\nchunk 2\n");
        await().until(() -> ended().size() == 1);
    }

    @Test
    void polls_are_recorded_with_what_they_knew() {
        given().header("Poolwarden-Client", "c1")
                .header("If-None-Match", "\"x\"")
                .header("Sec-Fetch-Site", "same-origin")
                .get("/api/v1/health/database/throttling-config");
        List<Map<String, Object>> polls = log().getList("polls");
        assertThat(polls)
                .singleElement()
                .satisfies(poll -> assertThat(poll)
                        .containsEntry("client", "c1")
                        .containsEntry("if_none_match", "\"x\"")
                        .containsEntry("sec_fetch_site", "same-origin")
                        .containsKey("arrived_ms"));
        delete("/test/log");
        assertThat(log().getList("polls")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"work?ms=60001", "work?ms=-1", "work/stream?chunks=0&ms=1", "work/stream?chunks=1&ms=0"})
    void what_is_out_of_bounds_is_refused_and_not_recorded(String path) {
        get("/test/" + path).then().statusCode(400);
        assertThat(requests()).isEmpty();
    }

    private Socket send(String path) throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .formatted(path)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static JsonPath log() {
        return get("/test/log").jsonPath();
    }

    private static List<Map<String, Object>> requests() {
        return log().getList("requests");
    }

    private static List<Map<String, Object>> ended() {
        return requests().stream().filter(each -> each.get("ended_ms") != null).toList();
    }

    private static double ms(Map<String, Object> request, String member) {
        return ((Number) request.get(member)).doubleValue();
    }
}
