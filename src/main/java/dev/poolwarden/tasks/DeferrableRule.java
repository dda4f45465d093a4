package dev.poolwarden.tasks;

import java.util.List;
import java.util.Optional;

/** What a {@link Deferrable} method may look like. */
final class DeferrableRule {

    private static final List<String> WITHOUT_RESULT = List.of(
            "void",
            "java.lang.Void",
            "io.smallrye.mutiny.Uni<java.lang.Void>",
            "java.util.concurrent.CompletionStage<java.lang.Void>");

    private DeferrableRule() {}

    /**
     * What is wrong with a method and what to do about it; empty if nothing is.
     *
     * @param method as the message calls it
     * @param returns its return type, with its arguments
     * @param wishes how many the annotation names for DEGRADED, and how many for CRITICAL
     * @param guardedBySchedule whether its schedule asks {@link PoolUnderPressure} as well
     */
    static Optional<String> problem(String method, String returns, List<Integer> wishes, boolean guardedBySchedule) {
        if (!WITHOUT_RESULT.contains(returns)) {
            return Optional.of(
                    "@Deferrable method %s returns %s, and a run that is left out has no result;"
                                    .formatted(method, returns)
                            + " let it return void, Uni<Void> or CompletionStage<Void>, or move what may wait to a method that does");
        }
        if (wishes.stream().anyMatch(number -> number > 1)) {
            return Optional.of(
                    "@Deferrable of %s names more than one deferral for a health; name one, or none for the setting"
                            .formatted(method));
        }
        return guardedBySchedule
                ? Optional.of(
                        "@Deferrable method %s has skipExecutionIf = PoolUnderPressure.class as well, and would be"
                                        .formatted(method)
                                + " held back twice; remove one of the two")
                : Optional.empty();
    }
}
