package dev.poolwarden.control;

import static dev.poolwarden.control.DeskRig.COOLDOWN;
import static dev.poolwarden.control.DeskRig.byAnyone;
import static dev.poolwarden.control.DeskRig.byOperator;
import static dev.poolwarden.reclaim.CleanupRequest.automatic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanupAuditTest {

    private final DeskRig rig = new DeskRig();

    @Test
    void the_audit_has_every_cleanup_by_hand_the_latest_first() throws Exception {
        CleanupReport dryRun = rig.run(byAnyone(true));
        CleanupReport real = rig.run(byOperator());

        assertThat(rig.desk.audit()).containsExactly(real, dryRun);
        assertThat(rig.log).containsExactly(dryRun, real);
    }

    @Test
    void who_is_put_off_leaves_no_trace() throws Exception {
        rig.run(byOperator());
        rig.wait(byOperator());

        assertThat(rig.desk.audit()).hasSize(1);
        assertThat(rig.log).hasSize(1);
    }

    @Test
    void the_audit_forgets_all_but_the_last_hundred() throws Exception {
        for (int i = 1; i <= 101; i++) {
            rig.run(byOperator());
            rig.clock.advance(COOLDOWN);
        }

        assertThat(rig.desk.audit()).hasSize(100);
        assertThat(rig.desk.audit().get(0).id()).isEqualTo(101);
        assertThat(rig.desk.audit().get(99).id()).isEqualTo(2);
    }

    @Test
    void an_audit_that_was_read_does_not_change_any_more() throws Exception {
        List<CleanupReport> before = rig.desk.audit();
        rig.run(byOperator());

        assertThat(before).isEmpty();
    }

    @Test
    void an_automatic_cleanup_that_found_nothing_leaves_no_trace() throws Exception {
        rig.thereIsNothingToTake();

        assertThat(rig.run(automatic("a test")).plan().isEmpty()).isTrue();

        assertThat(rig.desk.audit()).isEmpty();
        assertThat(rig.desk.last()).isNull();
        assertThat(rig.log).isEmpty();
    }

    @Test
    void an_automatic_cleanup_that_took_something_is_the_last_one() throws Exception {
        CleanupReport report = rig.run(automatic("a test"));

        assertThat(rig.desk.last()).isEqualTo(report);
        assertThat(rig.desk.audit()).containsExactly(report);
        assertThat(rig.log).containsExactly(report);
    }

    @Test
    void a_cleanup_by_hand_that_found_nothing_is_the_last_one_all_the_same() throws Exception {
        rig.thereIsNothingToTake();

        assertThat(rig.desk.last()).isNull();
        CleanupReport report = rig.run(byOperator());

        assertThat(rig.desk.last()).isEqualTo(report);
    }

    @Test
    void a_failure_is_logged_and_audited_with_its_state_and_without_the_drivers_words() {
        rig.theServerDoesNotAnswer();

        assertThat(rig.fail(byOperator())).isSameAs(rig.pool.broken);

        assertThat(rig.desk.audit()).hasSize(1).isEqualTo(rig.log);
        CleanupReport report = rig.log.get(0);
        assertThat(report.failure()).isEqualTo("SQLState 08006");
        assertThat(report.toString()).doesNotContain("db.internal");
        assertThat(report.plan()).isEqualTo(CleanupPlan.EMPTY);
        assertThat(report.outcome()).isEqualTo(CleanupOutcome.NOTHING);
        assertThat(rig.desk.last()).as("the last that changed something").isNull();
    }

    @Test
    void an_automatic_cleanup_that_failed_is_no_cleanup_that_found_nothing() {
        rig.theServerDoesNotAnswer();

        assertThat(rig.fail(automatic("a test"))).isInstanceOf(SQLException.class);

        assertThat(rig.log).extracting(CleanupReport::failure).containsExactly("SQLState 08006");
        assertThat(rig.desk.audit()).hasSize(1);
    }

    @Test
    void what_breaks_without_a_state_is_named_by_its_kind() {
        rig.pool.whileCleaning = () -> {
            throw new IllegalStateException("not on db.internal");
        };

        rig.fail(byOperator());

        assertThat(rig.log).extracting(CleanupReport::failure).containsExactly("IllegalStateException");
        assertThat(rig.log.get(0).plan().steps()).as("what it set out to do").hasSize(1);
    }

    @Test
    void a_cleanup_that_was_done_is_no_failure_because_its_log_fails() {
        rig.whenLogged = () -> {
            throw new IllegalStateException("the disk is full");
        };

        assertThat(rig.fail(byOperator())).hasRootCauseMessage("the disk is full");

        assertThat(rig.log).hasSize(1).isEqualTo(rig.desk.audit());
        assertThat(rig.desk.audit().get(0).failure()).isNull();
        assertThat(rig.desk.last()).isEqualTo(rig.log.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT24H"})
    void a_cooldown_is_accepted_up_to_its_bounds(Duration cooldown) {
        assertThat(new CleanupSettings(true, MonitorRig.LIMITS, cooldown).cooldown())
                .isEqualTo(cooldown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.000000001S", "PT24H0.000000001S"})
    void a_cooldown_beyond_its_bounds_is_refused_by_its_settings_name(Duration cooldown) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CleanupSettings(true, MonitorRig.LIMITS, cooldown))
                .withMessage("cleanup.cooldown is " + cooldown + "; allowed is 0 s to 24 h");
    }
}
