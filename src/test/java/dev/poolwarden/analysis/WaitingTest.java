package dev.poolwarden.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.poolwarden.analysis.Recent.Part;
import dev.poolwarden.gate.Priority;
import org.junit.jupiter.api.Test;

/** Who has the connections while others wait. */
class WaitingTest {

    private final Scene scene = new Scene();

    @Test
    void background_work_that_has_half_of_the_connections_while_users_wait_is_named() {
        scene.percent(Quantity.WAITED, 10).percent(Quantity.USERS_WAITED, 10);
        scene.outside = Scene.crowd(50, new Part("task Reports.nightly", 37.6), new Part("thread pool-#", 12.4));
        scene.backlog.put(Priority.BACKGROUND, 4);
        Finding finding = scene.finding();
        assertThat(finding.code()).isEqualTo("background_crowds_out");
        assertThat(finding.evidence())
                .isEqualTo(
                        "Users waited in 10 % of the last minutes, and meanwhile work outside requests had 50 % of the"
                                + " connections in use: task Reports.nightly (38 %), thread pool-# (12 %)");
        assertThat(finding.numbers())
                .containsExactly(
                        entry("share_percent", 50.0),
                        entry("users_waited_percent", 10.0),
                        entry("background_waiting", 4L));
    }

    @Test
    void background_work_with_less_than_half_is_not() {
        scene.percent(Quantity.USERS_WAITED, 10);
        scene.outside = Scene.crowd(49.9, new Part("task Reports.nightly", 49.9));
        assertThat(scene.findings()).isEmpty();
    }

    @Test
    void nor_is_it_while_users_hardly_wait() {
        scene.percent(Quantity.WAITED, 100).percent(Quantity.USERS_WAITED, 9.9);
        scene.outside = Scene.crowd(100, new Part("task Reports.nightly", 100));
        assertThat(scene.findings()).isEmpty();
    }

    @Test
    void a_client_that_has_more_than_all_others_while_callers_wait_is_named() {
        scene.percent(Quantity.WAITED, 10);
        scene.clients = Scene.crowd(90, new Part("203.0.113.7", 50.1), new Part("203.0.113.8", 39.9));
        Finding finding = scene.finding();
        assertThat(finding.code()).isEqualTo("one_client");
        assertThat(finding.title()).isEqualTo("One client holds most connections while others wait: 203.0.113.7");
        assertThat(finding.numbers())
                .containsExactly(
                        entry("share_percent", 50.1), entry("other_clients", 1L), entry("waited_percent", 10.0));
    }

    @Test
    void one_that_has_half_is_not() {
        scene.percent(Quantity.WAITED, 10);
        scene.clients = Scene.crowd(90, new Part("203.0.113.7", 50), new Part("203.0.113.8", 40));
        assertThat(scene.findings()).isEmpty();
    }

    @Test
    void nor_is_one_while_hardly_anybody_waits() {
        scene.percent(Quantity.WAITED, 9.9);
        scene.clients = Scene.crowd(90, new Part("203.0.113.7", 80), new Part("203.0.113.8", 10));
        assertThat(scene.findings()).isEmpty();
    }

    @Test
    void nor_is_one_that_is_alone_and_may_be_waiting_for_itself() {
        scene.percent(Quantity.WAITED, 100);
        scene.clients = Scene.crowd(100, new Part("203.0.113.7", 100));
        assertThat(scene.findings()).isEmpty();
    }
}
