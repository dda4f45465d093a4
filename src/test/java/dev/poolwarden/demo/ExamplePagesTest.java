package dev.poolwarden.demo;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExamplePagesTest {

    @Test
    void with_the_workload_its_pages_are_served_under_the_policy_of_all_pages() {
        Response page = get("/examples/placeholder.html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'self'");
    }

    @Test
    void what_is_no_page_is_not_found() {
        get("/examples/nothing.html").then().statusCode(404);
    }
}
