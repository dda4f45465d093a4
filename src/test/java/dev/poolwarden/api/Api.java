package dev.poolwarden.api;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the tests of the API share: who asks, and what every answer has in common. */
final class Api {

    static final String CONFIG = Paths.DATABASE + "/throttling-config";
    static final String STATUS = Paths.DATABASE + "/status";
    static final String HISTORY = Paths.DATABASE + "/history";
    static final String EVENTS = Paths.DATABASE + "/events";
    static final String CLEANUP = Paths.DATABASE + "/force-cleanup";
    static final String CONNECTION_TEST = Paths.DATABASE + "/connection-test";
    static final String HOLDERS = Paths.DATABASE + "/holders";
    static final String AUDIT = Paths.DATABASE + "/audit";

    /** Traces, classes, packages and annotations: nothing that who asks over HTTP has any use for. */
    static final Pattern JAVA = Pattern.compile(
            "(?i)exception|throwable|\\bat \\w+\\.|java|\\bio\\.|\\borg\\.|\\bcom\\.|dev\\.poolwarden|jackson|resteasy|quarkus|vert\\.x|@[A-Z]");

    private Api() {}

    static RequestSpecification operator() {
        return given().auth().preemptive().basic("ada", "correct horse");
    }

    /** The tests share one address, and failures from it would slow the next one. */
    static void forgetFailures(FailedSignIns failed) {
        Stream.of("127.0.0.1", "::1").map(ClientAddress::of).forEach(failed::succeeded);
    }

    /** Other classes' load may have left a level behind. */
    static void awaitCalm() {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        get(CONFIG).jsonPath().getString("throttling_level").equals("NORMAL"));
    }

    /** Checks that the answer is problem+json of that status, in words that need no source code; returns its members. */
    static JsonPath problem(Response response, int status) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        JsonPath problem = response.jsonPath();
        assertThat(problem.getInt("status")).isEqualTo(status);
        assertThat(problem.getString("title")).isNotBlank();
        assertPlain(response.asString());
        return problem;
    }

    static void assertPlain(String body) {
        assertThat(body).doesNotContainPattern(JAVA);
    }
}
