package dev.poolwarden.control;

import static dev.poolwarden.control.DeskRig.COOLDOWN;
import static dev.poolwarden.control.DeskRig.byAnyone;
import static dev.poolwarden.control.DeskRig.byOperator;
import static dev.poolwarden.reclaim.CleanupRequest.automatic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CleanupCooldownTest {

    private final DeskRig rig = new DeskRig();

    @Test
    void each_kind_of_asker_has_a_cooldown_of_its_own() throws Exception {
        rig.run(byOperator());
        rig.run(byAnyone(false));

        assertThat(rig.wait(byOperator())).isEqualTo(COOLDOWN);
        assertThat(rig.wait(byAnyone(false))).isEqualTo(COOLDOWN);
    }

    @Test
    void operators_share_one() throws Exception {
        rig.run(byOperator());

        assertThat(rig.wait(new CleanupRequest(CleanupMode.ALL, false, "", 10, false, By.operator("bob"))))
                .isEqualTo(COOLDOWN);
    }

    @Test
    void anyone_waits_after_a_dry_run_too() throws Exception {
        rig.run(byAnyone(true));
        rig.clock.advance(COOLDOWN.minusNanos(1));

        assertThat(rig.wait(byAnyone(true))).isEqualTo(Duration.ofNanos(1));
        rig.clock.advance(Duration.ofNanos(1));
        rig.run(byAnyone(true));

        assertThat(rig.pool.questions).as("times the server was asked").isEqualTo(2);
    }

    @Test
    void anyone_waits_after_a_failure_too() throws Exception {
        rig.theServerDoesNotAnswer();
        assertThat(rig.fail(byAnyone(false))).isInstanceOf(SQLException.class);

        assertThat(rig.wait(byAnyone(false))).isEqualTo(COOLDOWN);
        assertThat(rig.pool.questions).as("times the server was asked").isEqualTo(1);
    }

    @Test
    void anyone_who_was_put_off_does_not_wait_longer_for_having_asked() throws Exception {
        rig.run(byAnyone(false));
        rig.clock.advance(COOLDOWN.dividedBy(2));
        rig.wait(byAnyone(false));
        rig.clock.advance(COOLDOWN.dividedBy(2));

        rig.run(byAnyone(false));
    }

    @Test
    void an_operator_may_try_again_at_once_after_a_failure() throws Exception {
        rig.theServerDoesNotAnswer();
        assertThat(rig.fail(byOperator())).isInstanceOf(SQLException.class);
        rig.pool.broken = null;

        assertThat(rig.run(byOperator()).failure()).isNull();
    }

    @Test
    void automatic_cleanups_follow_each_other_without_a_pause() throws Exception {
        rig.run(automatic("a test"));
        rig.run(automatic("a test"));

        assertThat(rig.pool.cleanups).isEqualTo(2);
    }

    @Test
    void an_automatic_cleanup_puts_off_nobody_and_nobody_puts_it_off() throws Exception {
        rig.run(automatic("a test"));
        rig.run(byOperator());
        rig.run(byAnyone(false));
        rig.run(automatic("a test"));

        assertThat(rig.pool.cleanups).isEqualTo(4);
    }

    @Test
    void the_cooldown_begins_when_the_cleanup_ends() throws Exception {
        rig.pool.whileCleaning = () -> rig.clock.advance(COOLDOWN.multipliedBy(2));
        rig.run(byOperator());

        assertThat(rig.wait(byOperator())).isEqualTo(COOLDOWN);
    }
}
