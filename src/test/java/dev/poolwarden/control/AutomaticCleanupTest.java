package dev.poolwarden.control;

import static dev.poolwarden.reclaim.Connections.leaked;
import static dev.poolwarden.reclaim.Connections.working;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.poolwarden.reclaim.Census;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.PooledConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AutomaticCleanupTest {

    private static final PooledConnection LEAKED = leaked(1, 30_000);

    private static final Duration AFTERMATH = Duration.ofSeconds(30);

    private final MonitorRig rig = MonitorRig.started();
    private AutomaticCleanup cleanup = above(50);

    private AutomaticCleanup above(double criticalUsage) {
        return new AutomaticCleanup(rig.monitor, rig.holders, rig.planner, rig.desk, criticalUsage, AFTERMATH);
    }

    @BeforeEach
    void every_permit_is_out() {
        rig.inFlight(10);
        rig.second();
    }

    @AfterEach
    void give_back() {
        rig.inFlight(0);
    }

    private void poolHas(PooledConnection... connections) {
        rig.pool.census = new Census(9, true, List.of(connections));
    }

    /** The probe's thread looks, and sees these. */
    private void sample(PooledConnection... connections) {
        poolHas(connections);
        rig.holders.look(true, rig.clock.getAsLong());
    }

    /** How often the turn asked the server. */
    private int questionsOfATurn() throws Exception {
        int before = rig.pool.questions;
        cleanup.turn();
        return rig.pool.questions - before;
    }

    @Test
    void takes_back_above_the_critical_usage_what_the_sample_shows() throws Exception {
        sample(LEAKED);

        assertThat(questionsOfATurn()).isEqualTo(1);

        assertThat(rig.pool.cleanups).isEqualTo(1);
        assertThat(rig.desk.last().request().mode()).isEqualTo(CleanupMode.AUTOMATIC);
        assertThat(rig.desk.last().outcome().reclaimed()).isEqualTo(1);
    }

    @Test
    void does_nothing_up_to_the_critical_usage() throws Exception {
        sample(LEAKED);
        double usage = rig.monitor.published().reading().usagePercent().orElseThrow();
        cleanup = above(usage);
        assertThat(questionsOfATurn()).isZero();

        cleanup = above(Math.nextDown(usage));
        assertThat(questionsOfATurn()).isEqualTo(1);
    }

    @Test
    void does_nothing_before_the_monitor_knows_the_usage() throws Exception {
        MonitorRig fresh = new MonitorRig();
        fresh.pool.census = new Census(9, true, List.of(LEAKED));
        fresh.holders.look(true, fresh.clock.getAsLong());
        var early = new AutomaticCleanup(fresh.monitor, fresh.holders, fresh.planner, fresh.desk, 50, AFTERMATH);

        early.turn();
        fresh.probe(MonitorRig.HERE);
        assertThat(fresh.tick().reading().usagePercent()).isEmpty();
        early.turn();

        assertThat(fresh.pool.cleanups).isZero();
    }

    @Test
    void does_not_ask_the_server_while_the_sample_shows_nothing_to_take() throws Exception {
        sample(working(1, 900_000));
        poolHas(LEAKED);

        assertThat(questionsOfATurn()).isZero();
    }

    @Test
    void does_not_ask_again_on_a_sample_that_was_in_vain() throws Exception {
        sample(LEAKED);
        poolHas(working(1, 30_500));

        assertThat(questionsOfATurn()).isEqualTo(1);
        assertThat(questionsOfATurn()).isZero();
        assertThat(questionsOfATurn()).isZero();
    }

    @Test
    void asks_again_on_the_next_sample() throws Exception {
        sample(LEAKED);
        poolHas();
        questionsOfATurn();

        sample(LEAKED);

        assertThat(questionsOfATurn()).isEqualTo(1);
        assertThat(rig.desk.last().outcome().reclaimed()).isEqualTo(1);
    }

    @Test
    void goes_on_with_a_sample_until_nothing_of_it_is_left() throws Exception {
        sample(LEAKED);
        assertThat(questionsOfATurn()).isEqualTo(1);
        poolHas();

        assertThat(questionsOfATurn()).as("there may be more").isEqualTo(1);
        assertThat(questionsOfATurn()).as("there was no more").isZero();
        assertThat(rig.desk.audit()).hasSize(1);
    }

    @Test
    void a_second_with_rejections_counts_as_critical() throws Exception {
        cleanup = above(100);
        sample(LEAKED);
        assertThat(questionsOfATurn()).isZero();
        rig.inFlight(11);
        rig.beRejected();
        rig.second();

        assertThat(questionsOfATurn()).isEqualTo(1);
        assertThat(rig.desk.last().request().reason()).isEqualTo("requests were rejected");
    }

    @Test
    void goes_on_for_as_long_as_what_was_held_then_may_come_due_and_no_longer() throws Exception {
        cleanup.turn();
        rig.inFlight(1);
        rig.seconds((int) AFTERMATH.toSeconds());
        sample(LEAKED);
        assertThat(questionsOfATurn()).as("below the critical usage by now").isEqualTo(1);

        rig.second();
        rig.second();
        sample(LEAKED);
        assertThat(questionsOfATurn()).isZero();
    }

    @Test
    void does_not_ask_a_database_that_cannot_be_reached() throws Exception {
        sample(LEAKED);
        rig.probe(MonitorRig.AWAY);
        rig.second();
        assertThat(questionsOfATurn()).isZero();

        rig.probe(MonitorRig.HERE);
        rig.second();
        assertThat(questionsOfATurn()).isEqualTo(1);
    }

    @Test
    void tries_again_after_the_server_did_not_answer() throws Exception {
        sample(LEAKED);
        rig.pool.broken = new SQLException("gone", "08006");
        assertThatThrownBy(cleanup::turn).isSameAs(rig.pool.broken);
        rig.pool.broken = null;

        assertThat(questionsOfATurn()).isEqualTo(1);
        assertThat(rig.desk.last().outcome().reclaimed()).isEqualTo(1);
    }
}
