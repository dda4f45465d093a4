package dev.poolwarden.api;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The streams as the application serves them. */
@QuarkusTest
@TestProfile(EventsResourceTest.TwoListeners.class)
class EventsResourceTest {

    /** An application of its own, so that it may be throttled. */
    public static class TwoListeners implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("poolwarden.events.max-listeners", "2");
        }
    }

    @TestHTTPResource("")
    URI base;

    @Inject
    EventStreams streams;

    @BeforeEach
    void nobodyListens() {
        await().until(() -> streams.listening() == 0);
    }

    @Test
    void the_config_is_that_of_the_poll_and_its_id_the_etag() throws IOException {
        try (Listener listener = new Listener(base)) {
            var event = listener.next();
            Response poll = get(Api.CONFIG);
            assertThat(event.data()).isEqualTo(poll.asString());
            assertThat("\"" + event.id() + "\"").isEqualTo(poll.header("ETag"));
        }
    }

    @Test
    void the_browser_is_told_to_be_careful_here_too() throws IOException {
        try (Listener listener = new Listener(base)) {
            assertThat(listener.headers())
                    .containsEntry("Content-Type", "text/event-stream")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("Referrer-Policy", "no-referrer")
                    .containsKey("Content-Security-Policy");
        }
    }

    @Test
    void who_goes_is_forgotten() throws IOException {
        new Listener(base).close();
        Listener listener = new Listener(base);
        listener.next();
        listener.close();
        await().until(() -> streams.listening() == 0);
    }

    @Test
    void one_more_than_may_is_told_when_to_come_back_and_how_to_behave_until_then() throws IOException {
        try (LogLines log = new LogLines("");
                Listener one = new Listener(base);
                Listener other = new Listener(base)) {
            assertThat(one.status()).isEqualTo(200);
            assertThat(other.status()).isEqualTo(200);
            Response refused = given().accept("text/event-stream").get(Api.EVENTS);
            assertThat(Api.problem(refused, 503).getString("config.throttling_level"))
                    .isNotBlank();
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
            assertThat(log.lines()).as("strangers could fill it").isEmpty();
            assertThat(get("/q/metrics").asString()).contains("poolwarden_events_listeners 2.0");
        }
    }

    /** Where a connection has streams for others, too, only this one ends. */
    @Test
    void a_listener_may_come_over_http_2() throws Exception {
        HttpClient http = HttpClient.newBuilder().version(Version.HTTP_2).build();
        HttpRequest listen = HttpRequest.newBuilder(base.resolve(Api.EVENTS)).build();
        http.send(HttpRequest.newBuilder(base.resolve(Api.CONFIG)).build(), BodyHandlers.discarding());

        HttpResponse<InputStream> answer = http.send(listen, BodyHandlers.ofInputStream());
        assertThat(answer.version()).isEqualTo(Version.HTTP_2);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("retry: 2000");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).startsWith("id: ");
            assertThat(lines.readLine()).isEqualTo("event: config");
        }
        await().until(() -> streams.listening() == 0);
    }

    @Test
    void the_head_alone_opens_no_stream() {
        Response head = given().head(Api.EVENTS);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.contentType()).startsWith("text/event-stream");
        assertThat(streams.listening()).isZero();
    }

    @Test
    void other_methods_forms_and_parameters_are_refused_as_everywhere() {
        Api.problem(given().post(Api.EVENTS), 405);
        Api.problem(given().accept("image/png").get(Api.EVENTS), 406);
        Api.problem(get(Api.EVENTS + "?x"), 400);
    }
}
