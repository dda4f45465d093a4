package dev.poolwarden.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskNamesTest {

    @ParameterizedTest
    @CsvSource({
        "nightly, nightly",
        "'7 of nine', '7 of nine'",
        "1_org.example.Cleaner#clean, Cleaner.clean",
        "12_org.example.Outer$Inner#clean, Outer.Inner.clean",
        "1_Cleaner#clean, Cleaner.clean"
    })
    void a_task_is_called_by_its_identity_else_by_class_and_method(String triggerId, String name) {
        assertThat(TaskNames.of(triggerId)).isEqualTo(name);
    }
}
