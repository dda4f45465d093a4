package dev.poolwarden.telemetry;

import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.Callers;
import io.quarkus.scheduler.spi.JobInstrumenter;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Notes which task runs, in the Vert.x context that Quarkus' scheduler makes for each run: so it is known on whichever
 * thread works for the run, and forgotten with it. Thread-safe.
 */
public final class ScheduledTasks implements JobInstrumenter {

    private static final String KEY = ScheduledTasks.class.getName();

    /** What Quarkus calls a scheduled method that has no identity: {@code 1_org.example.Cleaner#clean}. */
    private static final Pattern METHOD = Pattern.compile("[0-9]+_([\\w.$]+)#(\\w+)");

    @Override
    public CompletionStage<Void> instrument(JobInstrumentationContext run) {
        if (VertxContext.isOnDuplicatedContext()) {
            ContextLocals.put(KEY, new Caller("task " + name(run.getSpanName()), null));
        }
        return run.executeJob();
    }

    /** Knows who borrows inside a task; elsewhere, asks the next one. */
    public static Callers otherwise(Callers next) {
        return now -> {
            Caller task = task();
            return task == null ? next.known(now) : task;
        };
    }

    private static Caller task() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.get(KEY, null) : null;
    }

    static String name(String identity) {
        var method = METHOD.matcher(identity);
        return method.matches() ? CallSite.named(method.group(1), method.group(2)) : identity;
    }
}
