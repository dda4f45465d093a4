package dev.poolwarden.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.poolwarden.analysis.Recent.Part;
import dev.poolwarden.gate.LimitDecision;
import dev.poolwarden.gate.LimitReason;
import dev.poolwarden.gate.Occupancy;
import dev.poolwarden.gate.Priority;
import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reading.DatabaseReading.Unreachable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A memory that is fed second by second. */
class RecollectionTest {

    private final Recollection recollection = new Recollection();
    private final Scene scene = new Scene();

    @BeforeEach
    void begin() {
        recollection.sampled(scene.published());
    }

    /** So many seconds pass, each with so many permits out, somebody waiting for a part of it, and so many coming back. */
    private Recent seconds(int seconds, int inFlight, double waited, int done) {
        for (int second = 0; second < seconds; second++) {
            pass(Scene.SECOND, inFlight, waited, done);
            recollection.sampled(scene.published());
        }
        return recollection.latest().recent();
    }

    private void pass(long nanos, int inFlight, double waited, int done) {
        Occupancy last = scene.occupancy;
        scene.at += nanos;
        scene.occupancy = new Occupancy(
                inFlight,
                25,
                0,
                last.heldNanos() + inFlight * nanos,
                0,
                last.crowdedNanos() + (long) (waited * nanos),
                last.back() + done,
                0,
                scene.at);
    }

    @Test
    void before_the_second_sample_nothing_is_known() {
        assertThat(recollection.analysis().findings()).isEmpty();
        assertThat(recollection.analysis().outlook()).isNull();
        assertThat(recollection.latest().recent().covers(0.1)).isFalse();
        assertThat(recollection.latest().recent().percent(Quantity.OVERFLOW)).isZero();
    }

    @Test
    void a_mean_is_weighted_by_time() {
        assertThat(seconds(10, 4, 0, 0).mean(Quantity.IN_FLIGHT)).isCloseTo(4, within(1e-6));
        pass(10 * Scene.SECOND, 8, 0, 0);
        recollection.sampled(scene.published());
        assertThat(recollection.latest().recent().mean(Quantity.IN_FLIGHT)).isCloseTo(6.15, within(0.1));
    }

    @Test
    void a_minute_ago_counts_half() {
        seconds(600, 10, 0, 0);
        assertThat(seconds(60, 0, 0, 0).mean(Quantity.IN_FLIGHT)).isCloseTo(5, within(0.01));
    }

    @Test
    void what_was_seen_covers_86_seconds_at_the_most() {
        assertThat(seconds(3600, 1, 0, 0).covers(86)).isTrue();
        assertThat(seconds(1, 1, 0, 0).covers(88)).isFalse();
    }

    @Test
    void nobody_knows_what_was_in_a_gap() {
        seconds(100, 10, 0, 0);
        pass(120 * Scene.SECOND, 25, 1, 0);
        recollection.sampled(scene.published());
        Recent recent = recollection.latest().recent();
        assertThat(recent.mean(Quantity.IN_FLIGHT)).isCloseTo(10, within(1e-6));
        assertThat(recent.sum(Quantity.WAITED)).isZero();
        assertThat(recent.covers(20)).isFalse();
    }

    @Test
    void a_sample_that_is_told_twice_counts_once() {
        Recent before = seconds(10, 10, 0, 0);
        recollection.sampled(scene.published());
        assertThat(recollection.latest().recent()).isEqualTo(before);
    }

    @Test
    void overflow_is_the_time_above_the_base_size_and_how_far() {
        scene.established = 26;
        seconds(300, 4, 0, 0);
        scene.established = 20;
        Recent recent = seconds(60, 4, 0, 0);
        assertThat(recent.percent(Quantity.OVERFLOW)).isBetween(47.0, 50.0);
        assertThat(recent.mean(Quantity.BEYOND_SIZE)).isBetween(2.8, 3.0);
    }

    @Test
    void a_limit_is_roomy_at_half_of_all_connections_and_below() {
        scene.limit = new LimitDecision(25, 16, LimitReason.SAME_WITH_LESS);
        assertThat(seconds(10, 4, 0, 0).percent(Quantity.ROOMY)).isZero();
        scene.limit = new LimitDecision(25, 15, LimitReason.TRY_MORE);
        assertThat(seconds(10, 4, 0, 0).percent(Quantity.ROOMY)).isGreaterThan(50);
    }

    @Test
    void openings_and_borrowings_are_counted_from_the_first_sample_on() {
        scene.created += 3;
        scene.borrowed += 60;
        seconds(1, 4, 0, 0);
        Recent recent = seconds(9, 4, 0, 0);
        assertThat(recent.percent(Quantity.OPENING)).isCloseTo(10, within(1.0));
        assertThat(recent.ratio(Quantity.BORROWED, Quantity.OPENED)).isCloseTo(20, within(1e-6));
    }

    @Test
    void users_waited_only_where_one_was_seen_waiting() {
        scene.backlog.put(Priority.BACKGROUND, 5);
        assertThat(seconds(10, 25, 0.5, 0).percent(Quantity.WAITED)).isCloseTo(50, within(0.1));
        assertThat(recollection.latest().recent().percent(Quantity.USERS_WAITED))
                .isZero();
        scene.backlog.put(Priority.ESSENTIAL, 1);
        assertThat(seconds(1, 25, 0.5, 0).sum(Quantity.USERS_WAITED)).isCloseTo(0.5, within(1e-6));
        scene.backlog.put(Priority.ESSENTIAL, 0);
        scene.backlog.put(Priority.INTERACTIVE, 1);
        assertThat(seconds(1, 25, 0.5, 0).sum(Quantity.USERS_WAITED)).isGreaterThan(0.9);
    }

    @Test
    void clients_have_their_parts_of_what_was_held_while_anybody_waited() {
        scene.holders("GET /a", "ada", 6).holders("GET /b", "bob", 2).holders("task t", null, 2);
        Recent recent = seconds(5, 10, 1, 0);
        assertThat(recent.clients().names()).isEqualTo(2);
        assertThat(recent.clients().largest()).extracting(Part::name).containsExactly("ada", "bob");
        assertThat(recent.clients().largest().get(0).percent()).isCloseTo(60, within(1e-6));
        assertThat(recent.clients().percent()).isCloseTo(80, within(1e-6));
        assertThat(recent.outside()).as("no user waited").isEqualTo(Recent.Crowd.NOBODY);
    }

    @Test
    void work_outside_requests_has_its_part_while_users_waited() {
        scene.backlog.put(Priority.INTERACTIVE, 1);
        scene.holders("GET /a", "ada", 4).holders("task t", null, 5).holders("thread x", null, 1);
        Recent recent = seconds(5, 10, 1, 0);
        assertThat(recent.outside().percent()).isCloseTo(60, within(1e-6));
        assertThat(recent.outside().largest()).extracting(Part::name).containsExactly("task t", "thread x");
    }

    @Test
    void who_holds_while_nobody_waits_takes_nothing_from_anybody() {
        scene.holders("GET /a", "ada", 6);
        assertThat(seconds(5, 6, 0, 0).clients()).isEqualTo(Recent.Crowd.NOBODY);
    }

    @Test
    void who_came_once_is_forgotten() {
        scene.holders("GET /a", "ada", 1);
        seconds(1, 25, 1, 0);
        scene.held.clear();
        assertThat(seconds(300, 25, 1, 0).clients().names()).isEqualTo(1);
        assertThat(seconds(300, 25, 1, 0).clients().names()).isZero();
    }

    @Test
    void a_flood_of_names_is_remembered_up_to_a_bound_and_told_in_a_few() {
        for (int client = 0; client < 600; client++) {
            scene.holders("GET /a", "client " + client, 1);
        }
        Recent recent = seconds(2, 25, 1, 0);
        assertThat(recent.clients().names()).isEqualTo(500);
        assertThat(recent.clients().largest()).hasSize(5);
        assertThat(recent.clients().percent())
                .as("those beyond count in the whole")
                .isCloseTo(83.3, within(0.1));
    }

    @Test
    void what_gets_done_is_told_apart_by_how_many_permits_are_out() {
        seconds(10, 6, 0, 50);
        seconds(10, 12, 0, 100);
        seconds(10, 13, 0, 1000);
        Recent recent = seconds(10, 19, 0, 130);
        assertThat(recent.ratio(Quantity.HALF_DONE, Quantity.HALF_SECONDS)).isCloseTo(100, within(1e-6));
        assertThat(recent.ratio(Quantity.HALF_IN_FLIGHT, Quantity.HALF_SECONDS)).isCloseTo(12, within(1e-6));
        assertThat(recent.ratio(Quantity.FULL_DONE, Quantity.FULL_SECONDS)).isCloseTo(130, within(1e-6));
        assertThat(recent.ratio(Quantity.FULL_IN_FLIGHT, Quantity.FULL_SECONDS)).isCloseTo(19, within(1e-6));
    }

    @Test
    void the_outlook_follows_the_demand_and_has_the_present_capacity() {
        scene.demand = 7.2;
        scene.capacity = 11;
        seconds(60, 7, 0, 0);
        assertThat(recollection.analysis().outlook().connections()).containsExactly(8, 8, 8);
        assertThat(recollection.analysis().outlook().capacity()).isEqualTo(11);
    }

    @Test
    void an_outage_ends_the_outlook_for_a_minute() {
        seconds(120, 7, 0, 0);
        scene.database = new Unreachable(Trouble.AWAY, "08006", "gone");
        seconds(1, 7, 0, 0);
        assertThat(recollection.analysis().outlook()).isNull();
        scene.database = Scene.server(31, 100);
        seconds(59, 7, 0, 0);
        assertThat(recollection.analysis().outlook()).isNull();
        seconds(1, 7, 0, 0);
        assertThat(recollection.analysis().outlook()).isNotNull();
    }

    @Test
    void so_does_an_open_breaker() {
        seconds(120, 7, 0, 0);
        scene.breakerClosed = false;
        seconds(1, 7, 0, 0);
        assertThat(recollection.analysis().outlook()).isNull();
    }

    @Test
    void the_analysis_is_of_the_last_tick() {
        seconds(3, 7, 0, 0);
        assertThat(recollection.analysis().at()).isEqualTo(scene.at);
    }
}
