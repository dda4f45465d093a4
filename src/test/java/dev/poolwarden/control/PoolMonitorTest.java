package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.throttle.ThrottlingLevel;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the monitor publishes, when, and to whom. */
class PoolMonitorTest {

    @Test
    void publishes_the_first_state_whatever_it_is() {
        MonitorRig rig = MonitorRig.started();

        PublishedState first = rig.monitor.published();

        assertThat(first.config().level()).isEqualTo(ThrottlingLevel.NORMAL);
        assertThat(first.config().health()).isEqualTo(HealthStatus.HEALTHY);
        assertThat(first.revision()).isEqualTo(1);
        assertThat(rig.changes).containsExactly(first);
    }

    @Test
    void figures_move_with_every_tick_and_the_revision_does_not() {
        MonitorRig rig = MonitorRig.started();
        PublishedState before = rig.monitor.published();
        rig.inFlight(3);

        PublishedState after = rig.second();

        assertThat(after.gate().occupancy().inFlight()).isEqualTo(3);
        assertThat(after.reading().at()).isNotEqualTo(before.reading().at());
        assertThat(after.config()).isEqualTo(before.config());
        assertThat(after.revision()).isEqualTo(1);
        assertThat(rig.changes).hasSize(1);
    }

    @Test
    void a_change_of_the_config_raises_the_revision_by_one() {
        MonitorRig rig = MonitorRig.started();
        rig.probe(MonitorRig.AWAY);

        PublishedState away = rig.second();

        assertThat(away.revision()).isEqualTo(2);
        assertThat(away.config().level()).isEqualTo(ThrottlingLevel.EMERGENCY);
        assertThat(rig.changes).hasSize(2).last().isSameAs(away);
    }

    @Test
    void each_tick_is_told_whether_the_config_changed_or_not() {
        MonitorRig rig = MonitorRig.started();
        PublishedState quiet = rig.second();
        rig.probe(MonitorRig.AWAY);
        PublishedState away = rig.second();

        assertThat(rig.samples).hasSize(3).endsWith(quiet, away);
        assertThat(rig.changes).hasSize(2);
    }

    @Test
    void confirms_an_unchanged_state_once_an_interval() {
        MonitorRig rig = MonitorRig.started();

        rig.seconds(29);
        assertThat(rig.confirmations).isEmpty();
        rig.second();
        assertThat(rig.confirmations).hasSize(1);
        rig.seconds(29);
        assertThat(rig.confirmations).hasSize(1);
        rig.second();

        assertThat(rig.confirmations).hasSize(2);
        assertThat(rig.changes).hasSize(1);
    }

    @Test
    void a_change_begins_the_interval_anew() {
        MonitorRig rig = MonitorRig.started();
        rig.seconds(20);
        rig.probe(MonitorRig.AWAY);
        rig.second();
        rig.probe(MonitorRig.HERE);
        rig.second();
        int changes = rig.changes.size();

        rig.seconds(28);

        assertThat(rig.confirmations).isEmpty();
        assertThat(rig.changes).hasSize(changes);
    }

    @Test
    void the_level_stands_since_it_was_entered_though_its_reasons_change() {
        MonitorRig rig = MonitorRig.started();
        Instant started = rig.monitor.published().since();
        assertThat(rig.seconds(5).since()).isEqualTo(started);
        rig.probe(MonitorRig.AWAY);

        PublishedState away = rig.second();
        assertThat(away.since()).isEqualTo(rig.wallTime);
        rig.probe(MonitorRig.HERE);
        PublishedState recovering = rig.second();

        assertThat(recovering.revision()).isGreaterThan(away.revision());
        assertThat(recovering.config().level()).isEqualTo(ThrottlingLevel.EMERGENCY);
        assertThat(recovering.since()).isEqualTo(away.since());
        assertThat(rig.seconds(30).since()).isAfter(away.since());
    }

    @Test
    void the_published_breaker_is_the_one_the_config_was_planned_from() {
        MonitorRig rig = MonitorRig.started();
        rig.probe(MonitorRig.AWAY);
        rig.second();
        rig.probe(MonitorRig.AWAY);

        PublishedState open = rig.second();

        assertThat(open.config().circuitBreakerOpen()).isTrue();
        assertThat(open.breaker().state()).isEqualTo(BreakerState.OPEN);
        assertThat(open.reading().breakerClosed()).isFalse();
    }

    @Test
    void shows_the_last_cleanup_from_the_next_tick_on() throws Exception {
        MonitorRig rig = MonitorRig.started();
        assertThat(rig.monitor.published().lastCleanup()).isNull();
        rig.desk.ask(CleanupDeskTest.request(false, false));

        assertThat(rig.second().lastCleanup()).isSameAs(rig.desk.last()).isNotNull();
    }

    @Test
    void a_process_that_stood_still_itself_does_not_take_the_database_for_away() {
        MonitorRig rig = MonitorRig.started();

        rig.probeSlowly(() -> {
            assertThat(rig.standstill(Duration.ofSeconds(5))
                            .reading()
                            .database()
                            .reachable())
                    .isTrue();
            assertThat(rig.breaker.isClosed()).isTrue();
            rig.seconds(2); // it runs again, and the probe still has no answer
            assertThat(rig.tick().reading().database().reachable()).isFalse();
        });
    }

    @Test
    void nor_does_one_that_stood_still_several_times_in_a_row() {
        MonitorRig rig = MonitorRig.started();

        rig.probeSlowly(() -> {
            for (int i = 0; i < 3; i++) {
                rig.standstill(Duration.ofMillis(700)); // as by three full collections, each shorter than two ticks
            }
        });

        assertThat(rig.changes).as("nobody ever heard that it was away").hasSize(1);
    }

    @Test
    void a_silent_database_is_found_out_by_the_first_tick_after_the_patience() {
        MonitorRig rig = MonitorRig.started();

        rig.probeSlowly(() -> {
            rig.running(MonitorRig.PATIENCE);
            assertThat(rig.tick().reading().database().reachable()).isTrue();
            rig.running(AwakeTime.BEAT);
            assertThat(rig.tick().reading().database().reachable()).isFalse();
        });
    }
}
