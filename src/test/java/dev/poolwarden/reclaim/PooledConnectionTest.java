package dev.poolwarden.reclaim;

import static dev.poolwarden.reclaim.Connections.doing;
import static dev.poolwarden.reclaim.Connections.held;
import static dev.poolwarden.reclaim.Connections.idle;
import static dev.poolwarden.reclaim.Connections.working;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.poolwarden.reclaim.Backend.Activity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is found of a connection, and of all of them. */
class PooledConnectionTest {

    @ParameterizedTest
    @EnumSource(names = {"IDLE", "IDLE_IN_TRANSACTION"})
    void a_holder_is_idle_since_its_last_statement_or_since_it_has_the_connection(Activity activity) {
        assertThat(held(1, 500, doing(activity, 300)).heldIdleMillis()).isEqualTo(300);
        assertThat(held(1, 500, doing(activity, 900)).heldIdleMillis()).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource(names = {"WORKING", "GONE", "UNKNOWN"})
    void a_holder_is_not_idle_while_it_works_or_nobody_knows(Activity activity) {
        assertThat(held(1, 500, doing(activity, 300)).heldIdleMillis()).isZero();
    }

    @Test
    void what_nobody_holds_is_not_held_idle() {
        assertThat(idle(1, 500).heldIdleMillis()).isZero();
    }

    @Test
    void a_census_lists_the_held_and_the_idle_longest_first() {
        PooledConnection shortHeld = working(1, 5);
        PooledConnection longHeld = working(2, 50);
        PooledConnection shortIdle = idle(3, 6);
        PooledConnection longIdle = idle(4, 60);
        Census census = new Census(2, true, List.of(shortHeld, shortIdle, longHeld, longIdle));

        assertThat(census.held()).containsExactly(longHeld, shortHeld);
        assertThat(census.idle()).containsExactly(longIdle, shortIdle);
    }

    @Test
    void a_census_does_not_change_with_the_list_it_was_made_of() {
        List<PooledConnection> found = new ArrayList<>(List.of(idle(1, 5)));
        Census census = new Census(2, true, found);
        found.clear();

        assertThat(census.connections()).hasSize(1);
        assertThatThrownBy(() -> census.connections().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
