package dev.poolwarden.control;

import java.util.List;
import java.util.function.Consumer;

/** Who hears what is published: each of them, whatever another one throws. Used by the monitor's thread alone. */
final class Listeners {

    private final List<StateListener> listeners;

    Listeners(List<StateListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Tells all of them the first news, then all of them the second.
     *
     * @throws RuntimeException or an error, at the end: what was thrown first, with what else was thrown
     */
    void tell(Consumer<StateListener> first, Consumer<StateListener> second) {
        Throwable thrown = null;
        for (Consumer<StateListener> news : List.of(first, second)) {
            for (StateListener listener : listeners) {
                thrown = join(thrown, failure(news, listener));
            }
        }
        rethrow(thrown);
    }

    private static Throwable failure(Consumer<StateListener> news, StateListener listener) {
        try {
            news.accept(listener);
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    private static Throwable join(Throwable before, Throwable also) {
        if (before == null) {
            return also;
        }
        if (also != null && also != before) { // an error that the JVM keeps ready may be thrown twice
            before.addSuppressed(also);
        }
        return before;
    }

    private static void rethrow(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw (RuntimeException) thrown;
        }
    }
}
