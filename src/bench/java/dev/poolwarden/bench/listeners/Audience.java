package dev.poolwarden.bench.listeners;

import dev.poolwarden.api.Listener;
import dev.poolwarden.api.Listener.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Listeners, each with a thread that reads, and how long the last of them heard of each change after the first. Thread-safe. */
final class Audience implements AutoCloseable {

    /** When the first and the last listener heard it, in ns, and how many did. */
    private record Heard(long first, long last, int listeners) {

        Heard and(Heard other) {
            return new Heard(Math.min(first, other.first), Math.max(last, other.last), listeners + other.listeners);
        }
    }

    private final List<Listener> listeners = new ArrayList<>();
    private final Map<String, Heard> changes = new ConcurrentHashMap<>();
    private volatile boolean over;
    private volatile int lost;

    Audience(URI server, int size) throws IOException {
        for (int i = 0; i < size; i++) {
            Listener listener = new Listener(server);
            listeners.add(listener);
            Thread thread = new Thread(() -> listen(listener));
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void listen(Listener listener) {
        try {
            listener.next(); // what there is at first is no change
            while (true) {
                note(listener.next());
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    private void note(Event event) {
        if (event.name().equals("config")) {
            long now = System.nanoTime();
            changes.merge(event.id(), new Heard(now, now, 1), Heard::and);
        }
    }

    private synchronized void lost(IOException e) {
        lost += over ? 0 : 1;
    }

    /** In ms for the slowest change, of those that all listeners heard. */
    String figures() {
        long all = changes.values().stream()
                .filter(each -> each.listeners() == listeners.size())
                .count();
        double spread = changes.values().stream()
                .mapToDouble(each -> (each.last() - each.first()) / 1e6)
                .max()
                .orElse(Double.NaN);
        return "%d listeners heard %d of %d changes all together, the last at most %.1f ms after the first; %d were lost"
                .formatted(listeners.size(), all, changes.size(), spread, lost);
    }

    @Override
    public void close() {
        over = true;
        for (Listener each : listeners) {
            try {
                each.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
