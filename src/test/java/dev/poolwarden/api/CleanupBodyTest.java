package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.control.CleanupDesk;
import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.control.ManagedPool;
import dev.poolwarden.reading.PoolCounts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that is wrong says what is wrong, and nothing happens: each of these would replace the whole pool if it were taken. */
@QuarkusTest
class CleanupBodyTest {

    private static final String ALL = "{\"mode\":\"graceful\",\"override_cooldown\":true,";

    @Inject
    CleanupDesk desk;

    @Inject
    ManagedPool pool;

    private CleanupReport lastCleanup;
    private PoolCounts counts;

    @BeforeEach
    void remember() {
        Api.awaitCalm();
        lastCleanup = desk.last();
        counts = pool.counts();
    }

    @AfterEach
    void nothing_has_happened() {
        assertThat(desk.last()).isSameAs(lastCleanup);
        assertThat(pool.counts()).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"dry_run\":\"true\"}        | \"dry_run\"",
                "\"dry_run\":1}               | \"dry_run\"",
                "\"dry_run\":\"\"}            | \"dry_run\"",
                "\"dry_run\":{}}              | \"dry_run\"",
                "\"max\":\"3\"}               | \"max\"",
                "\"max\":\"\"}                | \"max\"",
                "\"max\":true}                | \"max\"",
                "\"max\":1.5}                 | \"max\"",
                "\"max\":2147483648}          | \"max\"",
                "\"max\":-9223372036854775809}| \"max\"",
                "\"max\":1e400}               | \"max\"",
                "\"max\":0}                   | max is 0; allowed is 1 to 10000",
                "\"max\":-1}                  | max is -1",
                "\"max\":10001}               | max is 10001",
                "\"reason\":5}                | \"reason\"",
                "\"reason\":[\"x\"]}          | \"reason\"",
                "\"reason\":true}             | \"reason\"",
                "\"maximum\":1}               | unknown member \"maximum\"; known are dry_run, max, mode",
                "\"dryRun\":true}             | unknown member \"dryRun\"",
                "\"max\":1} {}                | one JSON object",
                "\"max\":1} x                 | no valid JSON",
                "\"max\":1}}                  | no valid JSON",
                "\"max\":1,\"max\":2}         | no valid JSON",
                "\"max\":1,}                  | no valid JSON",
                "\"max\":NaN}                 | no valid JSON",
                "\"max\":01}                  | no valid JSON",
                "\"max\":1                    | no valid JSON"
            })
    void what_is_wrong_is_named(String rest, String named) {
        assertThat(detail(post(ALL + rest), 400)).contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"graceful\"", "true", "[{}]", "[[[[[[]]]]]]"})
    void a_body_is_an_object(String body) {
        assertThat(detail(post(body), 400)).contains("one JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"nope\"", "\"\"", "\"GRACEFUL\"", "\"idle \"", "\"<script>\""})
    void an_unknown_mode_hears_the_known_ones(String mode) {
        assertThat(detail(post("{\"mode\":" + mode + ",\"override_cooldown\":true}"), 400))
                .contains("mode is " + mode, "idle, leaked, graceful, all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "[\"idle\"]", "{}"})
    void a_mode_is_a_string(String mode) {
        assertThat(detail(post("{\"mode\":" + mode + ",\"override_cooldown\":true}"), 400))
                .contains("\"mode\"", "must be a string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "99999999999999999999", "1.5", "\"3\""})
    void a_number_has_its_bounds(String max) {
        assertThat(detail(post(ALL + "\"max\":" + max + "}"), 400)).contains("must be a number within its bounds");
    }

    @Test
    void a_reason_is_short() {
        assertThat(detail(post(ALL + "\"reason\":\"" + "x".repeat(501) + "\"}"), 400))
                .contains("reason has 501 characters; allowed are 500");
    }

    @Test
    void a_member_with_an_endless_name_is_not_repeated_at_length() {
        assertThat(detail(post(ALL + "\"" + "x".repeat(5000) + "\":1}"), 400)).hasSizeLessThan(300);
    }

    /** Jackson's own limit is 1000; without one, depth takes the stack. */
    @Test
    void a_body_has_no_depth_without_end() {
        detail(post(ALL + "\"deep\":" + "[".repeat(1_500)), 400);
    }

    @Test
    void a_long_body_is_413() {
        assertThat(detail(post(ALL + "\"max\":1" + " ".repeat(70_000) + "}"), 413))
                .contains("65536");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/octet-stream", "nonsense"})
    void another_media_type_is_415(String type) {
        Response refused = Api.operator()
                .contentType(type)
                .body((ALL + "\"max\":1}").getBytes(StandardCharsets.UTF_8))
                .post(Api.CLEANUP);
        assertThat(detail(refused, 415)).isNotBlank();
    }

    @Test
    void a_form_is_415() {
        assertThat(detail(Api.operator().formParam("mode", "graceful").post(Api.CLEANUP), 415))
                .contains("application/json");
    }

    @Test
    void a_page_of_another_origin_cannot_ask_for_one() {
        Response refused = Api.operator()
                .header("Origin", "https://evil.example")
                .contentType("application/json")
                .body(ALL + "\"max\":1}")
                .post(Api.CLEANUP);
        assertThat(refused.statusCode()).isEqualTo(403);
    }

    @Test
    void an_unknown_query_parameter_is_refused() {
        Response refused = Api.operator()
                .contentType("application/json")
                .body(ALL + "\"max\":1}")
                .post(Api.CLEANUP + "?dry_run=true");
        assertThat(detail(refused, 400)).contains("dry_run");
    }

    private static String detail(Response answer, int status) {
        return Api.problem(answer, status).getString("detail");
    }

    private static Response post(String body) {
        return Api.operator().contentType("application/json").body(body).post(Api.CLEANUP);
    }
}
