package dev.poolwarden.demo.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the storm's browsers make of answers. */
class SiteTest {

    private final PretendedApplication application = new PretendedApplication();
    private final Site site = application.site();

    @AfterEach
    void close() {
        site.close();
        application.close();
    }

    private Answer refused(UnaryOperator<HttpServerResponse> headers, String body) throws InterruptedException {
        application.answers.put(
                PretendedApplication.WORK,
                response -> headers.apply(response).setStatusCode(503).end(body));
        return site.work(1, MultiMap.caseInsensitiveMultiMap());
    }

    @Test
    void a_refusal_says_what_holds_now() throws InterruptedException {
        Answer answer = refused(
                response -> response.putHeader("Retry-After", "7"),
                "{\"status\": 503, \"config\": " + PretendedApplication.NORMAL + "}");
        assertThat(answer).returns(503, Answer::status).returns(7L, Answer::retryAfterSeconds);
        assertThat(answer.advice().level()).isEqualTo("NORMAL");
    }

    /** What stands between may refuse, too. */
    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Busy</html>", "[]", "null", "{\"status\": 503}", "{\"config\": \"none\"}"})
    void a_refusal_that_is_not_the_applications_own_says_only_that_it_is_one(String body) throws InterruptedException {
        assertThat(refused(response -> response, body))
                .returns(true, Answer::rejected)
                .returns(null, Answer::advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sun, 22 Nov 2026 04:00:00 GMT", "soon", "99999999999999999999"})
    void a_pause_that_is_not_in_seconds_is_none(String retryAfter) throws InterruptedException {
        assertThat(refused(response -> response.putHeader("Retry-After", retryAfter), "{}"))
                .returns(true, Answer::rejected)
                .returns(0L, Answer::retryAfterSeconds);
    }
}
