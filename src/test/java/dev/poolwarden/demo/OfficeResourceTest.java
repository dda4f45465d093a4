package dev.poolwarden.demo;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.containsInRelativeOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OfficeResourceTest {

    @Test
    void the_dashboard_sums_up_the_office() {
        when().get("/api/dashboard")
                .then()
                .statusCode(200)
                .body("totals.employees", equalTo(200))
                .body("totals.conversations", greaterThanOrEqualTo(500))
                .body("totals.recent_activities", greaterThan(0))
                .body("totals.unread_notifications", greaterThanOrEqualTo(250))
                .body(
                        "departments.name",
                        containsInRelativeOrder("Engineering", "Finance", "People", "Sales", "Support"))
                .body("departments.employees", everyItem(equalTo(40)))
                .body("departments.activities", everyItem(greaterThanOrEqualTo(1000)))
                .body(
                        "departments.average_rating",
                        everyItem(both(greaterThanOrEqualTo(1f)).and(lessThanOrEqualTo(5f))));
    }

    @Test
    void fifty_activities_are_shown_unless_asked_otherwise() {
        when().get("/api/activities")
                .then()
                .statusCode(200)
                .body("$", hasSize(50))
                .body("[0].created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 200})
    void as_many_activities_as_asked_for(int limit) {
        given().queryParam("limit", limit)
                .get("/api/activities")
                .then()
                .statusCode(200)
                .body("$", hasSize(limit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "2147483648", "abc", "1.5", " 7"})
    void a_limit_that_is_no_number_from_1_to_200_is_400(String limit) {
        given().queryParam("limit", limit)
                .get("/api/activities")
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("detail", equalTo("limit must be a whole number from 1 to 200"));
    }

    @Test
    void notifications_are_the_latest_unread_ones() {
        when().get("/api/notifications")
                .then()
                .statusCode(200)
                .body("$", hasSize(50))
                .body("[0].employee", matchesPattern("\\w+ \\w+"));
    }

    @Test
    void employees_are_listed_by_name() {
        when().get("/api/employees")
                .then()
                .statusCode(200)
                .body("$", hasSize(200))
                .body("name", containsInRelativeOrder("Ada Adler", "Kim Dahl", "Uwe Jung"));
    }
}
