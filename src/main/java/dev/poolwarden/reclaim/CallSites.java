package dev.poolwarden.reclaim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Adds up, sample by sample, who holds connections and how much of that time the server is idle for it. Nothing is measured
 * at the statements: a place that holds a connection 8 s of which 7.7 are idle is met idle by 96 % of the samples.
 *
 * <p>Not thread-safe; for the one thread that samples. Remembers 500 places at most, the busiest.
 */
public final class CallSites {

    private static final double HALF_LIFE = Duration.ofMinutes(5).toNanos();
    private static final int MOST = 500;
    private static final double FORGOTTEN = 0.01; // samples

    private static final class Tally {
        double samples;
        double known;
        double idle;
        double ended;
        double endedMillis;
        int holding;
        long holdingMillis;
        long longestMillis;

        void decay(double factor) {
            samples *= factor;
            known *= factor;
            idle *= factor;
            ended *= factor;
            endedMillis *= factor;
            holding = 0;
            holdingMillis = 0;
            longestMillis = 0;
        }
    }

    /** One hold: no other of the pool has the same process and begin. */
    private record Hold(int pid, long hold) {

        static Hold of(PooledConnection connection) {
            return new Hold(connection.pid(), connection.holder().hold());
        }
    }

    private final Map<String, Tally> tallies = new HashMap<>();
    private Map<Hold, PooledConnection> last = Map.of();
    private long lastAt;
    private boolean begun;

    /**
     * Takes one sample.
     *
     * @param held the connections that are borrowed
     * @param now when they were looked at, in ns
     */
    public void observe(List<PooledConnection> held, long now) {
        double passed = begun ? Math.max(0, now - lastAt) : 0;
        tallies.values().forEach(each -> each.decay(Math.pow(0.5, passed / HALF_LIFE)));
        Map<Hold, PooledConnection> present = new HashMap<>();
        held.forEach(each -> present.put(Hold.of(each), each));
        last.forEach((hold, connection) -> {
            if (!present.containsKey(hold)) {
                end(connection, (long) (passed / 2 / 1_000_000)); // it ended somewhere between two samples
            }
        });
        held.forEach(this::meet);
        forget();
        last = present;
        lastAt = now;
        begun = true;
    }

    private void end(PooledConnection connection, long since) {
        Tally tally = tally(connection);
        tally.ended++;
        tally.endedMillis += connection.holder().heldMillis() + since;
    }

    private void meet(PooledConnection connection) {
        Tally tally = tally(connection);
        long held = connection.holder().heldMillis();
        tally.samples++;
        tally.known += connection.backend().activity() == Backend.Activity.UNKNOWN ? 0 : 1;
        tally.idle += connection.backend().activity().isIdle() ? 1 : 0;
        tally.holding++;
        tally.holdingMillis += held;
        tally.longestMillis = Math.max(tally.longestMillis, held);
    }

    private Tally tally(PooledConnection connection) {
        return tallies.computeIfAbsent(connection.holder().caller().site(), site -> new Tally());
    }

    private void forget() {
        tallies.values().removeIf(each -> each.samples < FORGOTTEN);
        if (tallies.size() > MOST) {
            tallies.entrySet().stream()
                    .sorted(Comparator.comparingDouble(each -> each.getValue().samples))
                    .limit(tallies.size() - MOST)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(tallies::remove);
        }
    }

    /** The places that waste the most, first: those whose connections are idle for the most time. */
    public List<CallSiteUse> worst(int most) {
        double all = tallies.values().stream().mapToDouble(each -> each.samples).sum();
        List<Map.Entry<String, Tally>> sorted = new ArrayList<>(tallies.entrySet());
        sorted.sort(Comparator.comparingDouble((Map.Entry<String, Tally> each) -> -each.getValue().idle)
                .thenComparing(Map.Entry::getKey));
        return sorted.stream()
                .limit(most)
                .map(each -> use(each.getKey(), each.getValue(), all))
                .toList();
    }

    private static CallSiteUse use(String site, Tally tally, double all) {
        double holds = tally.ended + tally.holding;
        long mean = holds == 0 ? 0 : Math.round((tally.endedMillis + tally.holdingMillis) / holds);
        return new CallSiteUse(
                site,
                tally.holding,
                mean,
                tally.longestMillis,
                tally.known < FORGOTTEN ? OptionalDouble.empty() : OptionalDouble.of(100 * tally.idle / tally.known),
                100 * tally.samples / all);
    }
}
