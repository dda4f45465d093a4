package dev.poolwarden.app;

import dev.poolwarden.gate.Priorities;
import dev.poolwarden.gate.Priority;
import java.util.Map;
import org.eclipse.microprofile.context.spi.ThreadContextProvider;
import org.eclipse.microprofile.context.spi.ThreadContextSnapshot;

/** Takes the chosen priority along where Quarkus takes the request's scope along: to the stages of a Uni, to managed threads. */
public final class PriorityContext implements ThreadContextProvider {

    @Override
    public ThreadContextSnapshot currentContext(Map<String, String> properties) {
        return snapshot(Priorities.chosen());
    }

    @Override
    public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
        return snapshot(null);
    }

    private static ThreadContextSnapshot snapshot(Priority priority) {
        return () -> {
            Priority before = Priorities.choose(priority);
            return () -> Priorities.choose(before);
        };
    }

    @Override
    public String getThreadContextType() {
        return "poolwarden-priority";
    }
}
