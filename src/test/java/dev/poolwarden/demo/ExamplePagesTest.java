package dev.poolwarden.demo;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExamplePagesTest {

    @TestHTTPResource("")
    URI base;

    @Test
    void with_the_workload_its_pages_are_served_under_the_policy_of_all_pages() {
        Response page = get("/examples/placeholder.html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'self'");
    }

    @Test
    void pages_are_compressed_for_who_takes_that_and_what_is_polled_is_not() throws Exception {
        HttpHeaders page = compressed("/examples/placeholder.html");
        assertThat(page.firstValue("Content-Encoding")).contains("gzip");
        assertThat(page.allValues("Vary")).containsExactly("Origin, Accept-Encoding");
        assertThat(compressed("/api/v1/health/database/throttling-config").firstValue("Content-Encoding"))
                .isNotEqualTo(Optional.of("gzip"));
    }

    private HttpHeaders compressed(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Accept-Encoding", "gzip")
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .headers();
    }

    @Test
    void what_is_no_page_is_not_found() {
        get("/examples/nothing.html").then().statusCode(404);
    }
}
