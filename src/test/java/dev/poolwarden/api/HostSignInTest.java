package dev.poolwarden.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.control.CleanupDesk;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators may be those of an application's own sign-in; then {@code poolwarden.operators} may name nobody. */
@QuarkusTest
@TestProfile(HostSignInTest.OwnSignIn.class)
class HostSignInTest {

    public static class OwnSignIn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("poolwarden.operators", "");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(HostSignIn.class);
        }
    }

    @Inject
    CleanupDesk desk;

    @Test
    void whoever_has_the_role_is_an_operator() {
        assertThat(bearer("operator").get(Api.CONNECTION_TEST).statusCode()).isEqualTo(200);
        assertThat(cleanup(bearer("operator")).statusCode()).isEqualTo(200);
        assertThat(desk.last().request().by().name()).isEqualTo(HostSignIn.NAME);
    }

    @Test
    void who_has_another_role_is_none() {
        assertThat(Api.problem(bearer("guest").get(Api.CONNECTION_TEST), 403).getString("detail"))
                .isEqualTo("Only operators may do this");
        Api.problem(cleanup(bearer("guest")), 403);
    }

    @Test
    void who_cannot_sign_in_is_asked_to_in_the_applications_own_way() {
        for (Response refused : List.of(
                bearer("forged").get(Api.CONNECTION_TEST),
                cleanup(bearer("forged")),
                cleanup(given()),
                given().get(Api.HOLDERS))) {
            Api.problem(refused, 401);
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator", "guest", "forged"})
    void what_is_for_anyone_stays_open(String role) {
        assertThat(bearer(role).get(Api.STATUS).statusCode()).isEqualTo(200);
    }

    @Test
    void reading_needs_the_cookie_alone() {
        assertThat(cookie().get(Api.CONNECTION_TEST).statusCode()).isEqualTo(200);
    }

    /** A browser adds the cookie to what any page sends; an old one does not say which page it is. */
    @Test
    void changing_something_needs_more_than_a_cookie() {
        var before = desk.last();
        assertThat(Api.problem(cleanup(cookie()), 403).getString("detail")).contains("X-Requested-With");
        assertThat(desk.last()).isSameAs(before);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Requested-With, XMLHttpRequest",
        "x-requested-with, ''",
        "Poolwarden-Client, 0b5c1d9e-8f0e-4a53-9d3f-1d0f6f1f7a11"
    })
    void such_as_a_header_that_only_our_own_page_can_send(String name, String value) {
        assertThat(cleanup(cookie().header(name, value)).statusCode()).isEqualTo(200);
    }

    @Test
    void who_sends_authorization_may_have_any_cookie() {
        assertThat(cleanup(bearer("operator").cookie("theme", "dark")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_page_of_another_origin_is_refused_whatever_it_sends() {
        Response refused =
                cleanup(cookie().header("X-Requested-With", "XMLHttpRequest").header("Sec-Fetch-Site", "cross-site"));
        assertThat(Api.problem(refused, 403).getString("detail")).contains("another origin");
    }

    private static RequestSpecification bearer(String role) {
        return given().header("Authorization", "Bearer " + role);
    }

    private static RequestSpecification cookie() {
        return given().cookie(HostSignIn.COOKIE, "operator");
    }

    private static Response cleanup(RequestSpecification request) {
        return request.contentType("application/json")
                .body("{\"override_cooldown\":true}")
                .post(Api.CLEANUP);
    }
}
