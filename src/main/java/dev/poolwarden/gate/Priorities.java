package dev.poolwarden.gate;

import java.util.Objects;

/**
 * How much the present work matters, where the application says so itself: what {@link AdmissionPriority} does for a method,
 * for a piece of code. It holds on the calling thread until the code is done; of several around each other, the inner one
 * wins.
 */
public final class Priorities {

    private static final ThreadLocal<Priority> CHOSEN = new ThreadLocal<>();

    private Priorities() {}

    /** Code that returns a value and may fail. */
    @FunctionalInterface
    public interface Work<T, X extends Exception> {

        T run() throws X;
    }

    /**
     * Runs this with that priority.
     *
     * @return what the work returns
     * @throws X what the work throws
     */
    public static <T, X extends Exception> T call(Priority priority, Work<T, X> work) throws X {
        Priority outer = choose(Objects.requireNonNull(priority, "priority"));
        try {
            return work.run();
        } finally {
            choose(outer);
        }
    }

    /** Runs this with that priority. */
    public static void run(Priority priority, Runnable work) {
        call(priority, () -> {
            work.run();
            return null;
        });
    }

    /** What was chosen for the work of this thread; null where nothing was. */
    public static Priority chosen() {
        return CHOSEN.get();
    }

    /**
     * Chooses until the next choice; for who carries a choice over to another thread, and must undo it there.
     *
     * @param priority null to choose nothing
     * @return what was chosen before; null if nothing was
     */
    public static Priority choose(Priority priority) {
        Priority before = CHOSEN.get();
        CHOSEN.set(priority); // not removed: asking would only make the entry again
        return before;
    }
}
