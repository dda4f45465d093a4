package dev.poolwarden.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskNamesTest {

    private final TaskNames names = new TaskNames();

    @ParameterizedTest
    @CsvSource({
        "nightly, nightly",
        "'7 of nine', '7 of nine'",
        "1_org.example.Cleaner#clean, Cleaner.clean",
        "12_org.example.Outer$Inner#clean, Outer.Inner.clean",
        "1_Cleaner#clean, Cleaner.clean"
    })
    void a_task_is_called_by_its_identity_else_by_class_and_method(String triggerId, String name) {
        assertThat(names.of(triggerId)).isEqualTo(name);
    }

    @Test
    void two_classes_of_one_name_have_two_tasks_each_with_the_name_that_it_got_first() {
        assertThat(names.of("1_org.example.orders.Cleaner#clean")).isEqualTo("Cleaner.clean");
        assertThat(names.of("1_org.example.users.Cleaner#clean")).isEqualTo("org.example.users.Cleaner.clean");
        assertThat(names.of("org.example.users.Cleaner$Inner", "clean")).isEqualTo("Cleaner.Inner.clean");
        assertThat(names.of("org.example.users.Cleaner", "clean")).isEqualTo("org.example.users.Cleaner.clean");
        assertThat(names.of("org.example.orders.Cleaner", "clean")).isEqualTo("Cleaner.clean");
    }
}
