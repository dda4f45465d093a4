package dev.poolwarden.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A soak that finds nothing says something only if these would have found it. */
class PublishedChecksTest {

    private static final int MOST = 8;
    private static final Duration HOLD = Duration.ofSeconds(6);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Findings findings = new Findings();
    private long sinceServed;
    private final PublishedChecks checks = new PublishedChecks(findings, MOST, HOLD, () -> sinceServed);
    private int second;

    @Test
    void permits_within_the_limit_are_well() {
        gate(8, 8, 0, 10);
        gate(8, 3, 0, 20);

        assertThat(findings.violations(Invariant.PERMITS)).isEmpty();
    }

    @Test
    void one_permit_too_many_is_found() {
        gate(8, 8, 0, 10);
        gate(8, 9, 0, 20);

        assertThat(findings.violations(Invariant.PERMITS)).hasSize(1);
    }

    @Test
    void a_lowered_limit_may_drain() {
        gate(8, 8, 0, 10);
        gate(4, 7, 0, 12);
        gate(4, 5, 0, 12);
        gate(4, 4, 0, 12);

        assertThat(findings.violations(Invariant.PERMITS)).isEmpty();
    }

    @Test
    void giving_permits_beyond_a_lowered_limit_is_found() {
        gate(8, 8, 0, 10);
        gate(4, 5, 0, 12);
        gate(4, 6, 0, 14);

        assertThat(findings.violations(Invariant.PERMITS)).hasSize(1);
    }

    @Test
    void a_lowered_limit_that_never_drains_is_found() {
        gate(8, 8, 0, 10);
        for (int i = 0; i <= HOLD.toSeconds() + 1; i++) {
            gate(4, 5, 0, 10);
        }

        assertThat(findings.violations(Invariant.PERMITS)).hasSize(1);
    }

    @Test
    void waiting_beside_a_permit_that_stays_free_is_found() {
        gate(8, 7, 1, 10);
        gate(8, 7, 1, 10);

        assertThat(findings.violations(Invariant.NO_IDLE_PERMIT)).hasSize(1);
    }

    @Test
    void a_permit_between_two_owners_is_not_idle() {
        gate(8, 7, 1, 10);
        gate(8, 8, 1, 20);
        gate(8, 7, 1, 30);
        gate(8, 7, 1, 40);

        assertThat(findings.violations(Invariant.NO_IDLE_PERMIT)).isEmpty();
    }

    @Test
    void a_permit_that_nobody_gets_for_seconds_is_found_although_others_are_served() {
        for (int i = 0; i < 5; i++) {
            gate(8, 7, 1, 10 * i);
        }

        assertThat(findings.violations(Invariant.NO_IDLE_PERMIT)).hasSize(1);
    }

    @Test
    void a_database_out_of_reach_that_is_not_critical_is_found() {
        health("CRITICAL", false, 100);
        health("DEGRADED", false, 100);

        assertThat(findings.violations(Invariant.NEVER_HEALTHY)).hasSize(1);
    }

    @Test
    void an_old_sample_shown_as_healthy_is_found() {
        health("HEALTHY", true, PublishedChecks.FRESH.toMillis());
        health("HEALTHY", true, PublishedChecks.FRESH.toMillis() + 1);

        assertThat(findings.violations(Invariant.NEVER_HEALTHY)).hasSize(1);
    }

    @Test
    void healthy_while_nobody_is_served_is_found() {
        sinceServed = PublishedChecks.FRESH.toNanos() + 1;
        health("DEGRADED", true, 100);
        health("HEALTHY", true, 100);

        assertThat(findings.violations(Invariant.NEVER_HEALTHY)).hasSize(1);
    }

    @Test
    void a_level_without_a_reason_is_found() {
        checks.config(json("{'throttling_level': 'NORMAL', 'reasons': []}"));
        checks.config(json("{'throttling_level': 'EMERGENCY', 'reasons': ['breaker_open']}"));
        checks.config(json("{'throttling_level': 'MODERATE', 'reasons': []}"));

        assertThat(findings.violations(Invariant.REASONS)).hasSize(1);
    }

    /** A second later. */
    private void gate(int limit, int inFlight, int waiting, int admitted) {
        second++;
        checks.status(
                json("{'health': 'DEGRADED', 'sample_age_ms': " + (1000 - second) + ", 'database': {'reachable': true},"
                        + " 'gate': {'limit': " + limit + ", 'in_flight': " + inFlight + ", 'waiting': " + waiting
                        + ", 'admitted': " + admitted + "}}"),
                Duration.ofSeconds(second).toNanos());
    }

    private void health(String health, boolean reachable, long sampleAge) {
        checks.status(
                json("{'health': '" + health + "', 'sample_age_ms': " + sampleAge + ", 'database': {'reachable': "
                        + reachable + "}}"),
                0);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
