package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import dev.poolwarden.gate.Admission;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.GateListener;
import dev.poolwarden.gate.GateSettings;
import dev.poolwarden.gate.LimitReason;
import dev.poolwarden.gate.LimitSettings;
import dev.poolwarden.gate.Permit;
import dev.poolwarden.gate.Priority;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LimitPilotTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(10);

    private final ManualClock time = new ManualClock();

    private Gate gate(int limit) {
        return new Gate(new GateSettings(limit, LONG, LONG, 10), time, new GateListener() {});
    }

    private static LimitPilot pilot(Gate gate, boolean adapts, int most) {
        return new LimitPilot(gate, new LimitSettings(adapts, 2, most), Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private static CompletableFuture<Admission> caller(Gate gate) {
        CompletableFuture<Admission> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                answer.complete(gate.acquire(Priority.INTERACTIVE));
            } catch (InterruptedException e) {
                answer.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    @Test
    void what_the_server_grants_bounds_the_limit_and_one_permit_is_the_least() {
        Gate gate = gate(25);
        LimitPilot pilot = pilot(gate, false, 25);

        pilot.grant(10);
        assertThat(gate.snapshot().limit()).isEqualTo(10);
        assertThat(pilot.state().changes()).containsExactly(new LimitChange(NOON, 25, 10, LimitReason.CAPACITY));
        pilot.grant(0);
        assertThat(gate.snapshot().limit()).isEqualTo(1);
        pilot.grant(40);
        assertThat(gate.snapshot().limit()).isEqualTo(25);
        assertThat(pilot.state().changed()).isEqualTo(3);
    }

    @Test
    void remembers_the_last_ten_changes_the_latest_first() {
        LimitPilot pilot = pilot(gate(25), false, 25);

        for (int granted = 1; granted <= 15; granted++) {
            pilot.grant(granted);
        }

        assertThat(pilot.state().changed()).isEqualTo(15);
        assertThat(pilot.state().changes()).hasSize(10);
        assertThat(pilot.state().changes().get(0).to()).isEqualTo(15);
        assertThat(pilot.state().changes().get(9).to()).isEqualTo(6);
    }

    @Test
    void shows_the_limit_what_happened_at_the_gate_and_sets_what_it_decides() {
        Gate gate = gate(30);
        LimitPilot pilot = pilot(gate, true, 30);
        pilot.grant(30);
        int begins = gate.snapshot().limit();
        assertThat(begins).isEqualTo(25);
        for (int i = 0; i < begins; i++) {
            assertThat(caller(gate).orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(Permit.class);
        }
        CompletableFuture<Admission> waits = caller(gate);
        while (gate.snapshot().occupancy().waiting() == 0) {
            Thread.onSpinWait();
        }

        for (int beat = 0; beat < 50; beat++) { // nothing comes back
            time.advanceMillis(100);
            pilot.beat();
        }

        assertThat(gate.snapshot().limit()).isEqualTo(30);
        assertThat(pilot.state().changes()).containsExactly(new LimitChange(NOON, 25, 30, LimitReason.STALLED));
        assertThat(waits.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(Permit.class);
    }

    @Test
    void a_gate_at_which_nobody_waits_keeps_its_limit() {
        Gate gate = gate(30);
        LimitPilot pilot = pilot(gate, true, 30);
        pilot.grant(30);

        for (int beat = 0; beat < 600; beat++) {
            time.advanceMillis(100);
            pilot.beat();
        }

        assertThat(gate.snapshot().limit()).isEqualTo(25);
        assertThat(pilot.state().changes()).isEmpty();
    }
}
