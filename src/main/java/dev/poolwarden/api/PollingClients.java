package dev.poolwarden.api;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which frontends polled in the last minute, and which of them know the present revision. Thread-safe; remembers 10 000 at
 * the most, the latest ones.
 */
public final class PollingClients {

    private static final int MOST = 10_000;
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private record Poll(long at, long revision) {}

    /** How many polled in the last minute, and how many of those got the present revision. */
    public record Figures(int polledLastMinute, int inSync) {}

    private final Map<UUID, Poll> polls = new LinkedHashMap<>(); // oldest first; guarded by this

    /**
     * Notes a poll.
     *
     * @param client what the client calls itself; anything but a UUID is not counted
     * @param revision what it was answered
     * @param now monotonic, in ns
     */
    public synchronized void polled(String client, long revision, long now) {
        UUID id = uuid(client);
        if (id == null) {
            return;
        }
        polls.remove(id);
        polls.put(id, new Poll(now, revision));
        forget(now);
    }

    public synchronized Figures figures(long revision, long now) {
        forget(now);
        int inSync = (int) polls.values().stream()
                .filter(poll -> poll.revision() == revision)
                .count();
        return new Figures(polls.size(), inSync);
    }

    private void forget(long now) {
        Iterator<Poll> oldest = polls.values().iterator();
        while (oldest.hasNext() && (now - oldest.next().at() > WINDOW || polls.size() > MOST)) {
            oldest.remove();
        }
    }

    /** What the frontend calls itself; null if that is no UUID. */
    static UUID uuid(String client) {
        try {
            return client == null || client.length() != 36 ? null : UUID.fromString(client);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
