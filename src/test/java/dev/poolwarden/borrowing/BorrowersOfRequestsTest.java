package dev.poolwarden.borrowing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.borrowing.BorrowedBox.Found;
import dev.poolwarden.borrowing.BorrowingResource.Seen;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BorrowersOfRequestsTest {

    private static final String SHELF = "/test/borrowing/{shelf}";
    private static final String BROWSER = "0b5c1d9e-8f0e-4a53-9d3f-1d0f6f1f7a11";

    private static Seen get(RequestSpecification request, String path) {
        return request.get(path).then().statusCode(200).extract().as(Seen.class);
    }

    private static Seen get(String path) {
        return get(given(), "/test/borrowing/7" + path);
    }

    @Test
    void a_route_is_told_by_its_template_and_not_by_its_address() {
        assertThat(get("").site()).isEqualTo("GET " + SHELF);
        assertThat(get(given(), "/test/borrowing/8").site()).isEqualTo("GET " + SHELF);
    }

    @Test
    void the_templates_of_class_and_method_are_joined() {
        Seen seen = given().post("/test/borrowing/7/books/12")
                .then()
                .statusCode(200)
                .extract()
                .as(Seen.class);
        assertThat(seen.site()).isEqualTo("POST " + SHELF + "/books/{id: [0-9]+}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/event-loop", "/virtual", "/transaction", "/managed", "/failing"})
    void a_route_is_known_on_whichever_thread_quarkus_runs_it(String path) {
        assertThat(get(path).site()).isEqualTo("GET " + SHELF + path);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void that_may_be_a_virtual_thread() {
        assertThat(get("/virtual").thread()).startsWith("quarkus-virtual-thread-");
    }

    @Test
    void a_sub_resource_is_told_by_its_own_template_and_class() {
        Found found = given().get("/test/borrowing/7/boxes/3/lid/left")
                .then()
                .statusCode(200)
                .extract()
                .as(Found.class);
        assertThat(found).isEqualTo(new Found("* " + SHELF + "/boxes/{box}", "GET .../lid/{side} (BorrowedBox)"));
    }

    @Test
    void a_thread_of_the_applications_own_is_told_by_the_stack_and_has_no_client() {
        Seen seen = get("/foreign");
        assertThat(seen.site()).matches("BorrowingResource\\.Seen\\.now:[0-9]+");
        assertThat(seen.client()).isNull();
    }

    @Test
    void work_that_outlives_its_request_is_told_by_the_route_until_that_is_gone_and_then_by_the_stack() {
        assertThat(get("/late").site()).isEqualTo("GET " + SHELF + "/late");
        BorrowingResource.ANSWERED.complete(null);
        assertThat(BorrowingResource.LATE)
                .succeedsWithin(Duration.ofSeconds(30))
                .satisfies(seen -> assertThat(seen.site())
                        .matches("GET /test/borrowing/\\{shelf}/late|BorrowingResource\\.Seen\\.now:[0-9]+"));
    }

    @Test
    void a_browser_is_told_by_what_it_calls_itself() {
        assertThat(get(given().header("Poolwarden-Client", BROWSER), "/test/borrowing/7")
                        .client())
                .isEqualTo(BROWSER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "me", "0b5c1d9e-8f0e-4a53-9d3f-1d0f6f1f7a1x"})
    void what_is_no_uuid_is_not_believed(String name) {
        assertThat(get(given().header("Poolwarden-Client", name), "/test/borrowing/7")
                        .client())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void who_has_signed_in_is_told_by_name() {
        Seen seen = get(given().auth().preemptive().basic("ada", "correct horse"), "/test/borrowing/7/signed-in");
        assertThat(seen.client()).isEqualTo("ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct horse", "wrong"})
    void nobody_is_signed_in_for_the_sake_of_a_name(String password) {
        Seen seen = get(given().auth().preemptive().basic("ada", password), "/test/borrowing/7");
        assertThat(seen.client()).isEqualTo("127.0.0.1");
    }
}
