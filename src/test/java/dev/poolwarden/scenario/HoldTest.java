package dev.poolwarden.scenario;

import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.gate.Gate;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By holding so many of the 25 connections that the gate admits a browser test chooses the level. */
@QuarkusTest
class HoldTest {

    @Inject
    Gate gate;

    @AfterEach
    void giveBack() {
        delete("/test/hold").then().statusCode(204);
        assertThat(inUse()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"18, MODERATE", "21, AGGRESSIVE", "25, EMERGENCY"})
    void so_many_held_connections_make_the_level(int connections, String level) {
        post("/test/hold?seconds=60&connections=" + connections).then().statusCode(204);
        assertThat(inUse()).isGreaterThanOrEqualTo(connections);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/api/v1/health/database/throttling-config")
                        .jsonPath()
                        .getString("throttling_level")
                        .equals(level));
    }

    @Test
    void they_go_back_by_themselves() {
        post("/test/hold?seconds=1&connections=3").then().statusCode(204);
        await().until(() -> inUse() == 0);
    }

    private int inUse() {
        return gate.snapshot().occupancy().inFlight();
    }
}
