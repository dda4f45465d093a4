package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.poolwarden.ManualClock;
import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.control.DatabaseWatch.Seen;
import dev.poolwarden.reading.DatabaseReading;
import dev.poolwarden.reading.DatabaseReading.Unknown;
import dev.poolwarden.reading.DatabaseReading.Unreachable;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DatabaseWatchTest {

    private final ManualClock clock = new ManualClock();
    private Supplier<DatabaseReading> answer = () -> MonitorRig.HERE;
    private final DatabaseWatch watch = new DatabaseWatch(() -> answer.get(), Duration.ofSeconds(2));

    private void beats(int count) {
        for (int i = 0; i < count; i++) {
            watch.beat(clock.advance(DatabaseWatch.BEAT));
        }
    }

    private Seen latest() {
        return watch.latest();
    }

    @Test
    void knows_nothing_before_the_first_probe_ended() {
        assertThat(latest()).isEqualTo(new Seen(0, new Unknown(), false));
    }

    @Test
    void every_probe_that_ended_has_a_new_number() {
        watch.look(clock.getAsLong());
        assertThat(latest()).isEqualTo(new Seen(1, MonitorRig.HERE, false));
        answer = () -> MonitorRig.AWAY;

        watch.look(clock.getAsLong());

        assertThat(latest()).isEqualTo(new Seen(2, MonitorRig.AWAY, false));
    }

    @Test
    void the_last_answer_stands_while_a_probe_is_under_way_for_no_longer_than_the_patience() {
        watch.look(clock.getAsLong());
        answer = () -> {
            beats(40);
            assertThat(latest()).isEqualTo(new Seen(1, MonitorRig.HERE, false));
            return MonitorRig.HERE;
        };

        watch.look(clock.getAsLong());
    }

    @Test
    void a_probe_that_takes_longer_than_the_patience_makes_the_database_unreachable() {
        watch.look(clock.getAsLong());
        answer = () -> {
            beats(41);
            assertThat(latest().overdue()).isTrue();
            assertThat(latest().number()).isEqualTo(1);
            assertThat(latest().reading()).isInstanceOf(Unreachable.class);
            return MonitorRig.HERE;
        };

        watch.look(clock.getAsLong());

        assertThat(latest()).as("its answer counts when it comes").isEqualTo(new Seen(2, MonitorRig.HERE, false));
    }

    @Test
    void an_overdue_probe_opens_the_breaker_within_two_ticks_and_its_answer_half_opens_it() {
        MonitorRig rig = MonitorRig.started();
        rig.probeSlowly(() -> {
            rig.seconds(3);
            assertThat(rig.breaker.isClosed()).as("one tick after the patience").isTrue();
            rig.second();
            assertThat(rig.breaker.isClosed())
                    .as("two ticks after the patience")
                    .isFalse();
        });

        assertThat(rig.second().breaker().state()).isEqualTo(BreakerState.HALF_OPEN);
    }

    @Test
    void a_probe_that_breaks_its_promise_and_throws_leaves_no_old_answer_standing() {
        watch.look(clock.getAsLong());
        answer = () -> {
            throw new IllegalStateException("a careless probe");
        };

        assertThatThrownBy(() -> watch.look(clock.getAsLong())).hasMessage("a careless probe");
        beats(1_000);

        assertThat(latest().overdue()).isFalse();
        assertThat(latest().reading()).isInstanceOf(Unreachable.class);
    }

    @Test
    void time_that_passed_before_a_probe_began_is_not_its_own() {
        beats(1_000);
        clock.advance(Duration.ofMinutes(1));
        answer = () -> {
            beats(40);
            assertThat(latest().overdue()).isFalse();
            return MonitorRig.HERE;
        };

        watch.look(clock.getAsLong());
    }

    @Test
    void each_probe_has_the_whole_patience() {
        answer = () -> {
            beats(30);
            assertThat(latest().overdue()).isFalse();
            return MonitorRig.HERE;
        };

        for (int i = 0; i < 3; i++) {
            watch.look(clock.getAsLong());
        }

        assertThat(latest()).isEqualTo(new Seen(3, MonitorRig.HERE, false));
    }

    /** As in three full collections in a row, after each of which ticks and probe get an instant. */
    @Test
    void standstills_of_this_process_are_not_the_databases_silence() {
        watch.look(clock.getAsLong());
        answer = () -> {
            for (int i = 0; i < 3; i++) {
                watch.beat(clock.advance(Duration.ofMillis(700)));
                assertThat(latest()).isEqualTo(new Seen(1, MonitorRig.HERE, false));
            }
            beats(40);
            assertThat(latest().overdue()).as("once it runs again").isTrue();
            return MonitorRig.HERE;
        };

        watch.look(clock.getAsLong());
    }
}
