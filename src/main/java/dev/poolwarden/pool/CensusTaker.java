package dev.poolwarden.pool;

import dev.poolwarden.reclaim.Backend;
import dev.poolwarden.reclaim.Census;
import dev.poolwarden.reclaim.Holder;
import dev.poolwarden.reclaim.PooledConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Counts the pool's connections, each joined by process id with what the server says of its backend. Thread-safe. */
final class CensusTaker {

    private record Seen(Physical connection, Lease lease) {}

    private final ConnectionLedger ledger;
    private final Backends backends;
    private final int size;
    private final BooleanSupplier ownBackends;
    private final LongSupplier nanoTime;

    /**
     * @param size the pool's base size
     * @param ownBackends whether no pooler shares them
     */
    CensusTaker(
            ConnectionLedger ledger, Backends backends, int size, BooleanSupplier ownBackends, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.backends = backends;
        this.size = size;
        this.ownBackends = ownBackends;
        this.nanoTime = nanoTime;
    }

    /**
     * The pool as it is now. The pool is looked at first: what the server does not list by then is gone.
     *
     * @throws SQLException when the server does not answer
     */
    Census take() throws SQLException {
        List<Seen> seen = look();
        if (!ownBackends.getAsBoolean()) {
            return census(seen, Map.of()); // what a process does may be a stranger's doing
        }
        return census(seen, backends.states(seen.stream().map(Seen::connection).toList()));
    }

    /** The same without the server: what its backends do is unknown. */
    Census takeBlindly() {
        return census(look(), Map.of());
    }

    private List<Seen> look() {
        List<Seen> seen = new ArrayList<>();
        for (Physical each : ledger.all()) {
            Lease lease = each.lease();
            boolean leaving = each.gone || lease == null && each.doomed;
            if (!leaving) {
                seen.add(new Seen(each, lease));
            }
        }
        return seen;
    }

    private Census census(List<Seen> seen, Map<Physical, Backend> states) {
        long now = nanoTime.getAsLong();
        return new Census(
                size,
                ownBackends.getAsBoolean(),
                seen.stream()
                        .map(each -> connection(each, states.getOrDefault(each.connection, Backend.UNKNOWN), now))
                        .toList());
    }

    private static PooledConnection connection(Seen seen, Backend backend, long now) {
        return seen.lease == null
                ? new PooledConnection(seen.connection.pid, null, millis(now - seen.connection.lastUsed()), backend)
                : new PooledConnection(seen.connection.pid, holder(seen.lease, now), 0, backend);
    }

    private static Holder holder(Lease lease, long now) {
        return new Holder(
                lease.since(),
                lease.caller(),
                lease.thread().getName(),
                lease.thread().isAlive(),
                millis(now - lease.since()));
    }

    private static long millis(long nanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
