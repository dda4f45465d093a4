package dev.poolwarden.reclaim;

import java.util.Comparator;
import java.util.List;

/**
 * Every connection of the pool at one instant.
 *
 * @param size connections that the pool keeps open
 * @param ownBackends whether the backends are the pool's own; behind a pooler that shares them, a process id may be a stranger's
 */
public record Census(int size, boolean ownBackends, List<PooledConnection> connections) {

    public Census {
        connections = List.copyOf(connections);
    }

    /** The borrowed ones, held longest first. */
    public List<PooledConnection> held() {
        return connections.stream()
                .filter(PooledConnection::borrowed)
                .sorted(Comparator.comparingLong(each -> -each.holder().heldMillis()))
                .toList();
    }

    /** The others, idle longest first. */
    public List<PooledConnection> idle() {
        return connections.stream()
                .filter(each -> !each.borrowed())
                .sorted(Comparator.comparingLong(each -> -each.idleMillis()))
                .toList();
    }
}
