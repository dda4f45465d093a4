package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.gate.Permit;
import dev.poolwarden.gate.Priority;
import org.junit.jupiter.api.Test;

/** How the monitor hears between two ticks that the database is back. */
class OutageEndTest {

    private final MonitorRig rig = MonitorRig.started();

    private void outage() {
        for (int i = 0; i < 2; i++) {
            rig.probe(MonitorRig.AWAY);
            rig.second();
        }
        assertThat(rig.breaker.isClosed()).isFalse();
    }

    private void probe() {
        rig.probe(MonitorRig.HERE);
        rig.monitor.heed();
    }

    @Test
    void callers_are_let_in_after_two_good_probes_without_a_tick() throws InterruptedException {
        outage();
        int recoveries = rig.pool.recoveries;
        int published = rig.changes.size();

        probe();
        assertThat(rig.breaker.snapshot().state()).isEqualTo(BreakerState.HALF_OPEN);
        probe();

        assertThat(rig.breaker.isClosed()).isTrue();
        assertThat(rig.gate.acquire(Priority.INTERACTIVE)).isInstanceOf(Permit.class);
        assertThat(rig.pool.recoveries).isEqualTo(recoveries + 1);
        assertThat(rig.changes).as("told at the next tick").hasSize(published);
    }

    @Test
    void one_good_probe_counts_once_however_often_it_is_looked_at() {
        outage();

        probe();
        rig.monitor.heed();
        rig.monitor.heed();

        assertThat(rig.breaker.snapshot().state()).isEqualTo(BreakerState.HALF_OPEN);
    }

    @Test
    void a_bad_probe_in_between_begins_anew() {
        outage();

        probe();
        rig.probe(MonitorRig.AWAY);
        rig.monitor.heed();
        probe();

        assertThat(rig.breaker.snapshot().state()).isEqualTo(BreakerState.HALF_OPEN);
    }

    @Test
    void while_all_is_well_only_ticks_judge_so_that_a_short_break_opens_nothing() {
        for (int i = 0; i < 3; i++) {
            rig.probe(MonitorRig.AWAY);
            rig.monitor.heed();
        }

        assertThat(rig.breaker.isClosed()).isTrue();
    }
}
