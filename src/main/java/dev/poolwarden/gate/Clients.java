package dev.poolwarden.gate;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many permits each client holds. Clients without one are forgotten, so that there are never more here than permits.
 * Thread-safe; null is nobody in particular and is not counted.
 */
final class Clients {

    private final ConcurrentHashMap<String, Integer> holding = new ConcurrentHashMap<>();

    void took(String client) {
        if (client != null) {
            holding.merge(client, 1, Integer::sum);
        }
    }

    void gaveBack(String client) {
        if (client != null) {
            holding.computeIfPresent(client, (name, permits) -> permits == 1 ? null : permits - 1);
        }
    }

    /** Permits that this client holds. */
    int holds(String client) {
        return holding.getOrDefault(client, 0);
    }

    /** Clients that hold any. */
    int number() {
        return holding.size();
    }
}
