package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrioritiesTest {

    @Test
    void nothing_is_chosen_where_nothing_was_said() {
        assertThat(Priorities.chosen()).isNull();
    }

    @Test
    void what_is_chosen_holds_inside_and_is_forgotten_after() {
        assertThat(Priorities.<Priority, RuntimeException>call(Priority.ESSENTIAL, Priorities::chosen))
                .isEqualTo(Priority.ESSENTIAL);
        assertThat(Priorities.chosen()).isNull();
    }

    @Test
    void the_inner_one_wins_and_the_outer_one_comes_back() {
        List<Priority> seen = new ArrayList<>();
        Priorities.run(Priority.ESSENTIAL, () -> {
            Priorities.run(Priority.BACKGROUND, () -> seen.add(Priorities.chosen()));
            seen.add(Priorities.chosen());
        });
        assertThat(seen).containsExactly(Priority.BACKGROUND, Priority.ESSENTIAL);
    }

    @Test
    void it_comes_back_after_a_failure_too_and_the_failure_is_passed_on_as_it_is() {
        SQLException failure = new SQLException("intended");
        assertThatThrownBy(() -> Priorities.call(Priority.BACKGROUND, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(Priorities.chosen()).isNull();
    }

    @Test
    void another_thread_is_not_meant() throws InterruptedException {
        List<Priority> seen = new ArrayList<>();
        Thread other = new Thread(() -> seen.add(Priorities.chosen()));
        Priorities.run(Priority.ESSENTIAL, other::start);
        other.join();
        assertThat(seen).containsExactly((Priority) null);
    }

    @Test
    void no_priority_is_no_choice() {
        assertThatNullPointerException().isThrownBy(() -> Priorities.run(null, () -> {}));
    }
}
