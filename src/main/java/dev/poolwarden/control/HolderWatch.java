package dev.poolwarden.control;

import dev.poolwarden.control.HolderSample.Held;
import dev.poolwarden.reclaim.CallSites;
import dev.poolwarden.reclaim.Census;
import dev.poolwarden.reclaim.ReclaimLimits;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks at who holds what, and finds those who hold without working. {@link #look} is called by one thread alone, which
 * owns every field but {@link #latest}; that one is volatile and holds an immutable value.
 */
public final class HolderWatch {

    private static final int CALL_SITES = 50;

    private record Hold(int pid, long hold) {}

    private final ManagedPool pool;
    private final ReclaimLimits limits;
    private final Consumer<Held> log;
    private final CallSites callSites = new CallSites();
    private Set<Hold> told = Set.of();
    private long suspected;
    private volatile HolderSample latest = HolderSample.NONE;

    /** @param log hears once of each hold beyond its limit */
    public HolderWatch(ManagedPool pool, ReclaimLimits limits, Consumer<Held> log) {
        this.pool = pool;
        this.limits = limits;
        this.log = log;
    }

    /**
     * Takes a sample, which waits for the server.
     *
     * @param reachable whether it is worth asking the server; else what its backends do is unknown
     * @param now in ns
     */
    public void look(boolean reachable, long now) {
        Census census = census(reachable);
        List<Held> held = census.held().stream()
                .map(each -> new Held(each, limits.evidence(each).orElse(null)))
                .toList();
        callSites.observe(census.held(), now);
        List<Held> news = news(held);
        suspected += news.size();
        latest = new HolderSample(now, census, held, callSites.worst(CALL_SITES), suspected);
        news.forEach(log);
    }

    private Census census(boolean reachable) {
        try {
            return reachable ? pool.census() : pool.blindCensus();
        } catch (SQLException e) {
            return pool
                    .blindCensus(); // the probe tells of the database; what its backends do is unknown until it answers
        }
    }

    /** Those beyond their limit that nobody has been told of. */
    private List<Held> news(List<Held> held) {
        Set<Hold> suspects = new HashSet<>();
        List<Held> news = new ArrayList<>();
        for (Held each : held) {
            Hold hold =
                    new Hold(each.connection().pid(), each.connection().holder().hold());
            boolean knownBefore = told.contains(hold);
            if (each.evidence() != null || knownBefore) {
                suspects.add(hold);
            }
            if (each.evidence() != null && !knownBefore) {
                news.add(each);
            }
        }
        told = suspects;
        return news;
    }

    public HolderSample latest() {
        return latest;
    }
}
