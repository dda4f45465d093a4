package dev.poolwarden.control;

import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.reclaim.CallSiteUse;
import dev.poolwarden.reclaim.Census;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.reclaim.PooledConnection;
import java.util.List;

/**
 * Who held what when it was looked at last.
 *
 * @param at when, in ns of a monotonic clock
 * @param census every connection
 * @param held the borrowed connections, held longest first
 * @param callSites how the application's places use connections, the most wasteful first
 * @param suspected holds found since the start that were beyond their limit, each counted once
 */
public record HolderSample(long at, Census census, List<Held> held, List<CallSiteUse> callSites, long suspected) {

    static final HolderSample NONE = new HolderSample(0, new Census(0, true, List.of()), List.of(), List.of(), 0);

    /**
     * One borrowed connection.
     *
     * @param evidence why it may be taken back; null while there is none
     */
    public record Held(PooledConnection connection, Evidence evidence) {}

    public HolderSample {
        held = List.copyOf(held);
        callSites = List.copyOf(callSites);
    }

    /** Whether the server says what those held do; true where nothing is held. */
    public boolean isKnown() {
        return held.isEmpty() || count(Activity.UNKNOWN) < held.size();
    }

    /** How many of those held do this on the server. */
    public int count(Activity activity) {
        return (int) held.stream()
                .filter(each -> each.connection().backend().activity() == activity)
                .count();
    }

    /** How many of them may be taken back. */
    public int reclaimable() {
        return (int) held.stream().filter(each -> each.evidence() != null).count();
    }

    /** The longest hold in ms, zero when nothing is held. */
    public long oldestMillis() {
        return held.isEmpty() ? 0 : held.get(0).connection().holder().heldMillis();
    }
}
