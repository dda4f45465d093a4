package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.GateRig.Caller;
import dev.poolwarden.gate.Rejection.Cause;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateFairnessTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final GateRig rig = new GateRig(new GateSettings(4, LONG, LONG, 4), new GateListener() {});

    private static Arrival of(String client) {
        return new Arrival(Priority.INTERACTIVE, client, Long.MAX_VALUE);
    }

    @Test
    void a_client_may_hold_everything_while_nobody_else_waits() {
        rig.take(4, of("greedy"));

        assertThat(rig.occupancy().inFlight()).isEqualTo(4);
    }

    @Test
    void a_client_with_its_fair_share_lets_others_pass_who_came_later() {
        List<Permit> held = rig.take(4, of("greedy"));
        Caller greedy = rig.arrive(of("greedy")).untilParked();
        Caller modest = rig.arrive(of("modest")).untilParked();
        Caller other = rig.arrive(of("other")).untilParked();

        held.get(0).release();
        modest.permit();
        assertThat(greedy.isWaiting()).isTrue();
        held.get(1).release();
        other.permit();
        assertThat(greedy.isWaiting())
                .as("two of four held, three clients compete")
                .isTrue();
        held.get(2).release();
        greedy.permit();
    }

    @Test
    void who_is_going_to_pass_the_others_is_not_told_that_it_comes_too_late() {
        GateRig own = new GateRig(new GateSettings(4, LONG, LONG, 100), new GateListener() {});
        for (int i = 0; i < 12; i++) {
            Permit permit = own.take();
            own.clock.advance(Duration.ofSeconds(1));
            permit.release();
        }
        own.take(4, of("greedy"));
        for (int i = 0; i < 20; i++) {
            own.arrive(of("greedy")).untilParked();
        }
        long patience = Duration.ofSeconds(3).toNanos();

        assertThat(own.arrive(new Arrival(Priority.INTERACTIVE, "greedy", patience))
                        .rejection()
                        .cause())
                .isEqualTo(Cause.TOO_LATE);
        own.arrive(new Arrival(Priority.INTERACTIVE, "modest", patience)).untilParked();
    }

    @Test
    void a_permit_that_only_a_greedy_client_wants_is_its_own() {
        List<Permit> held = rig.take(4, of("greedy"));
        Caller greedy = rig.arrive(of("greedy")).untilParked();

        held.get(0).release();

        greedy.permit();
    }

    @Test
    void who_comes_on_nobodys_behalf_waits_its_turn_among_the_clients() {
        List<Permit> held = rig.take(4, of("greedy"));
        Caller first = rig.arriveAndWait();
        Caller second = rig.arrive(of("modest")).untilParked();

        held.get(0).release();
        first.permit();
        held.get(1).release();
        second.permit();
    }

    @Test
    void a_client_that_fills_the_backlog_makes_room_for_others() {
        rig.take(4);
        Caller[] greedy = new Caller[4];
        for (int i = 0; i < 4; i++) {
            greedy[i] = rig.arrive(of("greedy")).untilParked();
        }

        Caller modest = rig.arrive(of("modest")).untilParked();

        assertThat(greedy[3].rejection().cause()).isEqualTo(Cause.SHED);
        assertThat(modest.isWaiting()).isTrue();
        assertThat(rig.arrive(of("greedy")).rejection().cause()).isEqualTo(Cause.BACKLOG_FULL);
        rig.arrive(of("modest")).untilParked();
        assertThat(rig.arrive(of("modest")).rejection().cause())
                .as("two of four, two clients")
                .isEqualTo(Cause.BACKLOG_FULL);
    }

    @Test
    void clients_without_a_permit_are_forgotten() {
        Clients clients = new Clients();
        clients.took("a");
        clients.took("a");
        clients.took(null);
        clients.gaveBack("a");
        assertThat(clients.holds("a")).isEqualTo(1);
        clients.gaveBack("a");
        clients.gaveBack(null);

        assertThat(clients.number()).isZero();
        assertThat(clients.holds("a")).isZero();
    }
}
