package dev.poolwarden.arriving;

import static dev.poolwarden.gate.Priority.BACKGROUND;
import static dev.poolwarden.gate.Priority.ESSENTIAL;
import static dev.poolwarden.gate.Priority.INTERACTIVE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.Priority;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ArrivalsOfRequestsTest {

    private static final String ROUTES = "/test/arriving";
    private static final String BROWSER = "0b5c1d9e-8f0e-4a53-9d3f-1d0f6f1f7a11";

    private static Response get(RequestSpecification request, String path) {
        return request.get(path).then().statusCode(200).extract().response();
    }

    private static Seen seen(RequestSpecification request, String path) {
        return get(request, path).as(Seen.class);
    }

    private static Priority priority(String path) {
        return seen(given(), path).priority();
    }

    private static List<Priority> priorities(String path) {
        return priorities(path, "");
    }

    private static List<Priority> priorities(String path, String where) {
        return get(given(), path).jsonPath().getList(where, String.class).stream()
                .map(Priority::valueOf)
                .toList();
    }

    private static List<Priority> seenBy(String path) {
        return priorities(path, "priority");
    }

    @Test
    void a_request_is_interactive_and_as_patient_as_the_settings() {
        assertThat(seen(given(), ROUTES)).isEqualTo(new Seen(INTERACTIVE, "127.0.0.1", -1));
    }

    @ParameterizedTest
    @CsvSource({
        "/test/arriving/essential, ESSENTIAL",
        "/test/arriving/background, BACKGROUND",
        "/test/arriving-class, BACKGROUND",
        "/test/arriving-class/essential, ESSENTIAL"
    })
    void a_route_is_what_its_method_says_else_its_class(String path, Priority priority) {
        assertThat(priority(path)).isEqualTo(priority);
    }

    @Test
    void a_bean_says_it_for_what_runs_inside_and_no_longer() {
        assertThat(priorities(ROUTES + "/nested")).containsExactly(ESSENTIAL, BACKGROUND, ESSENTIAL, INTERACTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/uni", "/stage"})
    void a_reactive_route_is_what_it_says_on_whichever_thread_goes_on_with_it(String path) {
        assertThat(seenBy(ROUTES + path)).containsExactly(ESSENTIAL, ESSENTIAL);
    }

    @Test
    void a_reactive_route_without_a_word_is_interactive_on_whichever_thread_goes_on_with_it() {
        assertThat(seenBy(ROUTES + "/plain-uni")).containsExactly(INTERACTIVE, INTERACTIVE);
    }

    @Test
    void a_bean_says_it_on_a_virtual_thread_too() {
        assertThat(priorities(ROUTES + "/virtual")).containsExactly(BACKGROUND, INTERACTIVE);
    }

    @Test
    void a_thread_of_the_applications_own_is_background_and_nobodys() {
        assertThat(seen(given(), ROUTES + "/foreign")).isEqualTo(new Seen(BACKGROUND, null, -1));
    }

    @Test
    void work_that_outlives_its_request_is_the_requests_until_that_is_gone_and_then_background() {
        assertThat(priority(ROUTES + "/late")).isEqualTo(INTERACTIVE);
        ArrivingResource.ANSWERED.complete(null);
        assertThat(ArrivingResource.LATE)
                .succeedsWithin(Duration.ofSeconds(30))
                .satisfies(seen ->
                        assertThat(seen).isIn(new Seen(INTERACTIVE, "127.0.0.1", -1), new Seen(BACKGROUND, null, -1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u=5|INTERACTIVE|BACKGROUND",
                "u=6, i|INTERACTIVE|BACKGROUND",
                "u=7|ESSENTIAL|BACKGROUND",
                "u=4|ESSENTIAL|ESSENTIAL",
                "u=3, i|ESSENTIAL|ESSENTIAL",
                "u=2|BACKGROUND|BACKGROUND",
                "u=0|INTERACTIVE|INTERACTIVE",
                "u=0|BACKGROUND|BACKGROUND",
                "u=9|INTERACTIVE|INTERACTIVE",
                "u=6, |INTERACTIVE|INTERACTIVE"
            })
    void the_header_may_lower_a_request_to_background_and_nothing_else(String header, Priority own, Priority then) {
        String path = own == INTERACTIVE ? ROUTES : ROUTES + "/" + own.name().toLowerCase();
        assertThat(seen(given().header("Priority", header), path).priority()).isEqualTo(then);
    }

    @Test
    void a_wait_bounds_the_patience() {
        assertThat(seen(given().header("Prefer", "respond-async, wait=5"), ROUTES)
                        .patience())
                .isBetween(1L, 5_000L);
        assertThat(seen(given().header("Prefer", "wait=0"), ROUTES).patience()).isZero();
        assertThat(seen(given().header("Prefer", "wait=soon"), ROUTES).patience())
                .isEqualTo(-1);
        assertThat(seen(given().header("Prefer", "respond-async", "wait=5"), ROUTES)
                        .patience())
                .isBetween(1L, 5_000L);
    }

    @Test
    void a_wait_that_counted_is_confirmed() {
        assertThat(get(given().header("Prefer", "wait=\"5\""), ROUTES + "/borrow")
                        .header("Preference-Applied"))
                .isEqualTo("wait=5");
    }

    @Test
    void a_wait_that_nobody_needed_is_not() {
        assertThat(get(given().header("Prefer", "wait=5"), ROUTES + "/nothing-asked")
                        .header("Preference-Applied"))
                .isNull();
        assertThat(get(given().header("Prefer", "respond-async"), ROUTES + "/borrow")
                        .header("Preference-Applied"))
                .isNull();
    }

    @Test
    void the_client_is_what_a_browser_calls_itself_else_who_has_signed_in() {
        assertThat(seen(given().header("Poolwarden-Client", BROWSER), ROUTES).client())
                .isEqualTo(BROWSER);
        assertThat(seen(given().auth().preemptive().basic("ada", "correct horse"), ROUTES + "/signed-in")
                        .client())
                .isEqualTo("ada");
    }

    @Test
    void one_request_is_looked_at_once() {
        assertThat(get(given().header("Poolwarden-Client", BROWSER), ROUTES + "/twice")
                        .asString())
                .isEqualTo("true");
    }

    @Test
    void the_description_of_a_route_that_needs_a_connection_names_the_headers() {
        JsonPath document = get(given(), "/q/openapi?format=json").jsonPath();
        assertThat(document.getList("paths.'/api/dashboard'.get.parameters.$ref", String.class))
                .containsExactly(
                        "#/components/parameters/Poolwarden-Client",
                        "#/components/parameters/Prefer",
                        "#/components/parameters/Priority");
        assertThat(document.getString("components.parameters.Prefer.in")).isEqualTo("header");
        assertThat(document.getList("paths.'/api/health'.get.parameters", Object.class))
                .isNullOrEmpty();
    }
}
