package dev.poolwarden.demo;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class WorkResourceTest {

    @Inject
    DataSource real;

    @Test
    void it_holds_one_connection_for_as_long_as_asked() throws SQLException {
        ObservedDatabase database = new ObservedDatabase(real);
        long start = System.nanoTime();
        new WorkResource(database.sql()).work(new Hold(200));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
        assertThat(database.asked()).isEqualTo(1);
        assertThat(database.borrowed()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"'', 50", "?hold_ms=1, 1", "?hold_ms=1000, 1000"})
    void anyone_may_ask_for_what_is_within_the_bounds(String query, int ms) {
        when().get("/api/demo/work" + query).then().statusCode(200).body("hold_ms", equalTo(ms));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "x", "1.5", "99999999999"})
    void what_is_beyond_them_is_400(String ms) {
        when().get("/api/demo/work?hold_ms=" + ms)
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body(containsString("1 to 1000"));
    }
}
