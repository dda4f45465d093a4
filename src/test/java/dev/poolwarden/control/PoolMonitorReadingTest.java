package dev.poolwarden.control;

import static dev.poolwarden.throttle.ThrottlingLevel.AGGRESSIVE;
import static dev.poolwarden.throttle.ThrottlingLevel.EMERGENCY;
import static dev.poolwarden.throttle.ThrottlingLevel.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.gate.Rejection;
import dev.poolwarden.pressure.Reason;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What the monitor makes of gate, pool, database and breaker. */
class PoolMonitorReadingTest {

    private final MonitorRig rig = MonitorRig.started();

    private double usage() {
        return rig.monitor.published().reading().usagePercent().orElseThrow();
    }

    @Test
    void usage_is_the_demand_weighted_by_time_and_not_what_the_tick_happens_to_see() {
        rig.clock.advanceMillis(200);
        rig.inFlight(10);
        rig.clock.advanceMillis(300);
        rig.inFlight(4);
        rig.clock.advanceMillis(500);
        rig.inFlight(0);
        rig.tick();

        assertThat(usage()).isCloseTo(100 * (0.3 * 10 + 0.5 * 4) / 11, Offset.offset(1e-4));
    }

    @Test
    void what_will_be_needed_is_foreseen_and_the_pool_told() {
        rig.inFlight(4);
        assertThat(rig.seconds(2).forecast().connections().orElseThrow()).isGreaterThanOrEqualTo(10);
        assertThat(rig.seconds(10).forecast().connections()).hasValue(10);
        assertThat(rig.pool.expected).isEqualTo(10);
    }

    @Test
    void the_pool_is_told_of_no_more_than_gate_and_server_allow() {
        rig.inFlight(9);
        rig.seconds(10);
        assertThat(rig.monitor.published().forecast().connections()).hasValue(18);
        assertThat(rig.pool.expected).isEqualTo(MonitorRig.LIMIT);

        rig.pool.grants(5);
        rig.second();
        assertThat(rig.pool.expected).isEqualTo(5);
    }

    @Test
    void an_outage_is_not_learnt_from_and_nothing_is_opened_in_it() {
        rig.inFlight(4);
        rig.seconds(10);
        rig.probe(MonitorRig.AWAY);
        assertThat(rig.second().forecast().connections()).isEmpty();
        assertThat(rig.pool.expected).isZero();

        rig.probe(MonitorRig.HERE);
        assertThat(rig.second().forecast().connections()).hasValue(10);
    }

    @Test
    void while_the_breaker_is_not_closed_nothing_is_foreseen() {
        rig.inFlight(4);
        rig.seconds(10);
        rig.breaker.probeFailed();
        rig.breaker.probeFailed();
        assertThat(rig.second().forecast().connections()).isEmpty();
        assertThat(rig.pool.expected).isZero();
    }

    @Test
    void what_was_opened_ahead_is_published() {
        rig.pool.prewarmed = 3;
        assertThat(rig.second().forecast().prewarmed()).isEqualTo(3);
    }

    @Test
    void each_window_stands_for_itself() {
        rig.inFlight(10);
        rig.second();
        rig.inFlight(0);

        rig.second();

        assertThat(usage()).isZero();
    }

    @Test
    void the_capacity_is_what_the_server_grants_or_the_gate_admits() {
        rig.inFlight(4);
        rig.second();
        assertThat(rig.monitor.published().reading().capacity()).isEqualTo(11);
        rig.pool.grants(5);

        rig.seconds(2);

        assertThat(usage()).isEqualTo(80);
        assertThat(rig.monitor.published().config().level()).isEqualTo(AGGRESSIVE);
    }

    @Test
    void a_server_that_grants_nothing_is_an_emergency_at_once() {
        rig.pool.grants(0);

        assertThat(rig.second().config().level()).isEqualTo(EMERGENCY);
        assertThat(rig.monitor.published().config().reasons()).containsExactly(Reason.DATABASE_FULL);
        assertThat(rig.monitor.published().reading().usagePercent()).isEmpty();
    }

    @Test
    void the_gate_admits_no_more_than_the_server_grants_and_never_less_than_one() {
        rig.pool.grants(5);
        assertThat(rig.second().gate().limit()).isEqualTo(5);

        rig.pool.grants(0);
        assertThat(rig.second().gate().limit()).isEqualTo(1);

        rig.pool.grants(30);
        assertThat(rig.second().gate().limit()).isEqualTo(MonitorRig.LIMIT);
    }

    @Test
    void the_pool_is_refilled_while_the_database_answers_and_told_once_when_it_is_back() {
        int refills = rig.pool.refills;
        int recoveries = rig.pool.recoveries;
        rig.seconds(3);
        assertThat(rig.pool.refills).isEqualTo(refills + 3);

        rig.probe(MonitorRig.AWAY);
        rig.seconds(3);
        assertThat(rig.pool.refills).isEqualTo(refills + 3);
        rig.probe(MonitorRig.HERE);
        rig.seconds(3);

        assertThat(rig.pool.refills).isEqualTo(refills + 6);
        assertThat(rig.pool.recoveries).isEqualTo(recoveries + 1);
    }

    @Test
    void a_rejection_is_an_emergency_in_the_same_tick_and_counts_once() {
        rig.inFlight(11);
        rig.beRejected();
        rig.inFlight(0);

        assertThat(rig.tick().config().level()).isEqualTo(EMERGENCY);
        assertThat(rig.monitor.published().reading().rejections()).isEqualTo(1);
        assertThat(rig.second().reading().rejections()).isZero();
    }

    @Test
    void a_refusal_is_no_want_of_permits() {
        rig.gate.refuse(Rejection.Cause.DRAINING);
        rig.beRejected();

        assertThat(rig.second().reading().rejections()).isZero();
        assertThat(rig.monitor.published().config().level()).isEqualTo(NORMAL);
    }

    @Test
    void a_database_nobody_has_probed_is_not_healthy() {
        MonitorRig blind = new MonitorRig();

        assertThat(blind.tick().config().reasons()).containsExactly(Reason.DATABASE_UNKNOWN);
        assertThat(blind.breaker.isClosed()).as("unknown is no failed probe").isTrue();
        blind.seconds(5);
        assertThat(blind.breaker.isClosed()).isTrue();
    }

    @Test
    void a_database_away_is_an_emergency_at_the_next_tick() {
        rig.probe(MonitorRig.AWAY);

        assertThat(rig.tick().config().level()).isEqualTo(EMERGENCY);
        assertThat(rig.monitor.published().config().reasons()).containsExactly(Reason.DATABASE_UNREACHABLE);
    }

    @Test
    void the_breaker_hears_of_each_probe_once() {
        rig.probe(MonitorRig.AWAY);
        rig.seconds(10);
        assertThat(rig.breaker.isClosed()).as("ten ticks, one failed probe").isTrue();

        rig.probe(MonitorRig.AWAY);
        rig.second();
        assertThat(rig.breaker.isClosed()).isFalse();

        rig.probe(MonitorRig.HERE);
        rig.seconds(10);
        assertThat(rig.breaker.snapshot().state()).as("one good probe of two").isEqualTo(BreakerState.HALF_OPEN);
        rig.probe(MonitorRig.HERE);
        assertThat(rig.second().breaker().state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void the_gate_follows_the_breaker_though_it_heard_of_it_in_the_wrong_order() {
        rig.gate.refuse(Rejection.Cause.BREAKER_OPEN); // told late: the breaker is closed
        rig.second();
        rig.inFlight(1);
        rig.probe(MonitorRig.AWAY);
        rig.second();
        rig.probe(MonitorRig.AWAY);
        rig.second();

        rig.beRejected();
    }

    @Test
    void the_gate_warns_again_once_usage_was_below_eighty_percent() {
        rig.inFlight(10);
        rig.second();
        rig.inFlight(8);
        rig.inFlight(10);
        rig.second();
        assertThat(rig.warnings).isEqualTo(1);

        rig.inFlight(5);
        rig.second();
        rig.inFlight(10);

        assertThat(rig.warnings).isEqualTo(2);
    }

    @Test
    void two_ticks_at_the_same_moment_know_no_usage() {
        rig.inFlight(10);
        rig.second();

        assertThat(rig.tick().reading().meanDemand()).isEmpty();
        assertThat(rig.monitor.published().config().level()).isEqualTo(NORMAL);
    }
}
