package dev.poolwarden.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the dashboard learns of its reader. */
@QuarkusTest
class SessionResourceTest {

    @Inject
    FailedSignIns failed;

    @AfterEach
    void forgetFailures() {
        Api.forgetFailures(failed);
    }

    @Test
    void who_does_not_sign_in_is_nobody_and_hears_that_a_password_would_help() {
        when().get(Api.SESSION)
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("operator", nullValue())
                .body("passwords", equalTo(true))
                .body("anonymous_dashboard", equalTo(true));
    }

    @Test
    void an_operator_is_called_by_name() {
        Api.operator().get(Api.SESSION).then().statusCode(200).body("operator", equalTo("ada"));
    }

    @Test
    void a_wrong_password_is_told() {
        var answer = given().auth().preemptive().basic("ada", "wrong").get(Api.SESSION);
        Api.problem(answer, 401);
        assertThat(answer.asString()).contains("Wrong name or password");
    }
}
