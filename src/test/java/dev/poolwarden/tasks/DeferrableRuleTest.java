package dev.poolwarden.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeferrableRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void",
                "java.lang.Void",
                "io.smallrye.mutiny.Uni<java.lang.Void>",
                "java.util.concurrent.CompletionStage<java.lang.Void>"
            })
    void a_method_without_a_result_may_be_left_out(String returns) {
        assertThat(problem(returns, 1, false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int",
                "boolean",
                "java.lang.String",
                "io.smallrye.mutiny.Uni<java.lang.String>",
                "io.smallrye.mutiny.Uni",
                "io.smallrye.mutiny.Multi<java.lang.Void>",
                "java.util.concurrent.Future<java.lang.Void>"
            })
    void one_with_a_result_is_refused_with_what_to_do(String returns) {
        assertThat(problem(returns, 1, false))
                .startsWith("@Deferrable method Cleaner.clean returns " + returns)
                .contains("let it return void, Uni<Void> or CompletionStage<Void>");
    }

    @Test
    void two_deferrals_for_one_health_are_refused() {
        assertThat(problem("void", 2, false)).contains("names more than one deferral for a health");
    }

    @Test
    void two_guards_of_one_method_are_refused() {
        assertThat(problem("void", 0, true)).contains("held back twice; remove one of the two");
    }

    private static String problem(String returns, int wishes, boolean guardedBySchedule) {
        return DeferrableRule.problem("Cleaner.clean", returns, List.of(0, wishes), guardedBySchedule)
                .orElse(null);
    }
}
