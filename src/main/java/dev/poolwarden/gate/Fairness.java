package dev.poolwarden.gate;

import java.util.HashSet;
import java.util.Set;

/**
 * Who has more than its fair share, an equal part of the permits for each client that holds one or waits for one. Whoever
 * comes on nobody's behalf is not counted. Made for one decision, by the dispatcher.
 */
final class Fairness {

    private final Clients clients;
    private final Line line;
    private final int permits;
    private int competing; // 0 until somebody asks

    Fairness(Clients clients, Line line, int permits) {
        this.clients = clients;
        this.line = line;
        this.permits = permits;
    }

    boolean isBelowShare(Waiter waiter) {
        String client = waiter.arrival.client();
        return client == null || line.size() == 1 || clients.holds(client) < share();
    }

    private int share() {
        if (competing == 0) {
            Set<String> waiting = new HashSet<>();
            for (Waiter each = line.oldest(); each != null; each = each.newer) {
                String client = each.arrival.client();
                if (client != null && clients.holds(client) == 0) {
                    waiting.add(client);
                }
            }
            competing = Math.max(1, clients.number() + waiting.size());
        }
        return Math.max(1, permits / competing);
    }

    /** The newest caller of the client that has most of them in this line; null unless that is more than the newcomer's will have. */
    static Waiter ofMostNumerous(Line line, String newcomer) {
        if (newcomer == null) {
            return null;
        }
        int most = line.callersOf(newcomer) + 1;
        Waiter found = null;
        for (Waiter each = line.newest(); each != null; each = each.older) {
            int count = line.callersOf(each.arrival.client());
            if (each.arrival.client() != null && count > most) {
                most = count;
                found = each;
            }
        }
        return found;
    }
}
