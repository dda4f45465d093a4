package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser adds a remembered sign-in to whatever any page sends. */
@QuarkusTest
class ForeignPagesTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, warden.example, false",
                "same-origin, https://warden.example, warden.example, false",
                "same-origin, -, warden.example, false",
                "none, -, warden.example, false",
                "cross-site, https://evil.example, warden.example, true",
                "cross-site, -, warden.example, true",
                "same-site, https://www.warden.example, warden.example, true",
                "-, http://warden.example, warden.example, false",
                "-, https://warden.example, warden.example, false", // a proxy ends TLS
                "-, http://warden.example:8080, warden.example:8080, false",
                "-, http://warden.example:8081, warden.example:8080, true",
                "-, https://evil.example, warden.example, true",
                "-, https://evil-warden.example, warden.example, true",
                "-, https://evil.example/://warden.example, warden.example, true",
                "-, null, warden.example, true",
                "-, https://warden.example, -, true"
            })
    void a_page_is_foreign_by_what_its_browser_says(String site, String origin, String host, boolean foreign) {
        assertThat(ForeignPages.isForeign(site, origin, host)).isEqualTo(foreign);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "anything"})
    void a_foreign_page_cannot_clean_up_in_an_operators_name(String site) {
        String detail = Api.problem(dryRun(Api.operator().header("Sec-Fetch-Site", site)), 403)
                .getString("detail");
        assertThat(detail).contains("another origin");
    }

    @Test
    void nor_one_whose_browser_says_only_its_origin() {
        Api.problem(dryRun(Api.operator().header("Origin", "https://evil.example")), 403);
    }

    @Test
    void our_own_page_can() {
        assertThat(dryRun(Api.operator().header("Sec-Fetch-Site", "same-origin"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void reading_is_nobodys_harm() {
        Response read = Api.operator().header("Sec-Fetch-Site", "cross-site").get(Api.CONNECTION_TEST);
        assertThat(read.statusCode()).isEqualTo(200);
    }

    private static Response dryRun(RequestSpecification request) {
        return request.contentType("application/json")
                .body("{\"dry_run\":true}")
                .post(Api.CLEANUP);
    }
}
