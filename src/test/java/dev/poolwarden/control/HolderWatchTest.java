package dev.poolwarden.control;

import static dev.poolwarden.reclaim.Connections.doing;
import static dev.poolwarden.reclaim.Connections.held;
import static dev.poolwarden.reclaim.Connections.idle;
import static dev.poolwarden.reclaim.Connections.leaked;
import static dev.poolwarden.reclaim.Connections.working;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import dev.poolwarden.control.HolderSample.Held;
import dev.poolwarden.reclaim.Backend;
import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.reclaim.CallSiteUse;
import dev.poolwarden.reclaim.Census;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.reclaim.PooledConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HolderWatchTest {

    private static final PooledConnection LEAKED = leaked(1, 30_000);
    private static final Held SUSPECT = new Held(LEAKED, Evidence.LEAKED);

    private final ManualClock clock = new ManualClock();
    private final FakePool pool = new FakePool();
    private final List<Held> told = new ArrayList<>();
    private final HolderWatch watch = new HolderWatch(pool, MonitorRig.LIMITS, told::add);

    private HolderSample look(PooledConnection... connections) {
        return look(true, connections);
    }

    private HolderSample look(boolean reachable, PooledConnection... connections) {
        pool.census = new Census(9, true, List.of(connections));
        watch.look(reachable, clock.getAsLong());
        return watch.latest();
    }

    @Test
    void knows_of_nobody_before_the_first_look() {
        assertThat(watch.latest().held()).isEmpty();
        assertThat(watch.latest().census().connections()).isEmpty();
        assertThat(watch.latest().oldestMillis()).isZero();
    }

    @Test
    void shows_everyone_who_holds_longest_first_and_why_they_may_lose_it() {
        PooledConnection working = working(2, 90_000);

        HolderSample sample = look(LEAKED, idle(3, 900_000), working);

        assertThat(sample.at()).isEqualTo(clock.getAsLong());
        assertThat(sample.census()).isEqualTo(pool.census);
        assertThat(sample.held()).containsExactly(new Held(working, null), SUSPECT);
        assertThat(sample.oldestMillis()).isEqualTo(90_000);
    }

    @Test
    void counts_who_does_what_and_who_may_lose_it() {
        PooledConnection open = held(5, 15_000, doing(Activity.IDLE_IN_TRANSACTION, 15_000));

        HolderSample sample = look(LEAKED, leaked(2, 5), working(3, 5), working(4, 5), open, idle(6, 5));

        assertThat(sample.count(Activity.IDLE)).isEqualTo(2);
        assertThat(sample.count(Activity.WORKING)).isEqualTo(2);
        assertThat(sample.count(Activity.IDLE_IN_TRANSACTION)).isEqualTo(1);
        assertThat(sample.count(Activity.GONE)).isZero();
        assertThat(sample.reclaimable()).isEqualTo(2);
        assertThat(sample.suspected()).isEqualTo(2);
    }

    @Test
    void tells_of_a_hold_beyond_its_limit_once() {
        look(leaked(1, 29_999));
        assertThat(told).isEmpty();

        look(LEAKED);
        look(leaked(1, 31_000));

        assertThat(told).containsExactly(SUSPECT);
        assertThat(watch.latest().suspected()).isEqualTo(1);
    }

    @Test
    void does_not_tell_of_a_hold_again_that_worked_in_between() {
        look(LEAKED);
        look(working(1, 40_000));
        look(leaked(1, 80_000));

        assertThat(told).hasSize(1);
        assertThat(watch.latest().suspected()).isEqualTo(1);
    }

    @Test
    void does_not_tell_of_a_hold_again_after_the_server_was_away() {
        look(LEAKED);
        look(false, leaked(1, 40_000));
        look(leaked(1, 80_000));

        assertThat(told).hasSize(1);
    }

    @Test
    void tells_of_the_next_hold_of_the_same_connection() {
        look(held(1, 7, "a", 30_000, doing(Activity.IDLE, 30_000)));
        look(held(1, 8, "a", 30_000, doing(Activity.IDLE, 30_000)));

        assertThat(told).hasSize(2);
        assertThat(watch.latest().suspected()).as("since the start").isEqualTo(2);
        assertThat(watch.latest().reclaimable()).as("now").isEqualTo(1);
    }

    @Test
    void tells_of_another_connection_with_the_same_begin() {
        look(held(1, 7, "a", 30_000, doing(Activity.IDLE, 30_000)));
        look(held(2, 7, "a", 30_000, doing(Activity.IDLE, 30_000)));

        assertThat(told).hasSize(2);
    }

    @Test
    void who_is_told_finds_the_sample_published() {
        List<HolderSample> seen = new ArrayList<>();
        HolderWatch[] self = new HolderWatch[1];
        self[0] = new HolderWatch(pool, MonitorRig.LIMITS, held -> seen.add(self[0].latest()));
        pool.census = new Census(9, true, List.of(LEAKED));

        self[0].look(true, clock.getAsLong());

        assertThat(seen).containsExactly(self[0].latest());
        assertThat(seen.get(0).reclaimable()).isEqualTo(1);
    }

    @Test
    void does_not_ask_a_server_that_cannot_be_reached_and_suspects_nobody_then() {
        HolderSample sample = look(false, LEAKED);

        assertThat(pool.questions).isZero();
        assertThat(sample.held())
                .extracting(each -> each.connection().backend())
                .containsExactly(Backend.UNKNOWN);
        assertThat(sample.reclaimable()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void is_blind_while_the_server_does_not_answer() {
        pool.broken = new SQLException("gone", "08006");

        HolderSample sample = look(LEAKED);

        assertThat(sample.count(Activity.UNKNOWN)).isEqualTo(1);
        assertThat(told).isEmpty();
        pool.broken = null;
        look(LEAKED);
        assertThat(told).containsExactly(SUSPECT);
    }

    @Test
    void adds_up_the_call_sites_and_shows_the_50_most_wasteful() {
        HolderSample sample =
                look(IntStream.range(0, 60).mapToObj(pid -> leaked(pid, 5)).toArray(PooledConnection[]::new));

        assertThat(sample.callSites())
                .hasSize(50)
                .extracting(CallSiteUse::idlePercent)
                .containsOnly(OptionalDouble.of(100));
    }
}
