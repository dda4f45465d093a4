package dev.poolwarden.demo.storm;

import java.time.Duration;
import java.util.Map;

/**
 * How many requests are in flight at a time: in the first three fifths of the time as many as bring the pool into the next level and
 * no further, so that each level is seen; then all. By the usage that few cause, it reckons what more would. Not thread-safe.
 */
final class Climb {

    /** Usage in percent, in the middle of what the next level begins and ends with by default. */
    private static final Map<String, Integer> AIMS = Map.of("NORMAL", 75, "MODERATE", 85);

    /** A second for the window that is judged, another until it is published, and a moment until the newcomers are at work. */
    private static final long STEP = Duration.ofMillis(2500).toNanos();

    /** So many that their usage says something, so few that they fit in any pool. */
    private static final int FIRST = 8;

    private final int most;
    private final long over;
    private int requests;
    private long nextStep = STEP;

    /** @param most requests at once, at least 1 */
    Climb(int most, Duration whole) {
        this.most = most;
        this.over = whole.toNanos() / 5 * 3;
        this.requests = Math.min(FIRST, most);
    }

    /**
     * Requests that shall be in flight from now on; never fewer than before.
     *
     * @param usagePercent 0 while unknown
     * @param elapsed ns since the beginning
     */
    int requests(String level, double usagePercent, long elapsed) {
        Integer aim = AIMS.get(level);
        if (aim == null || elapsed >= over) {
            requests = most;
        } else if (elapsed >= nextStep) {
            nextStep = elapsed + STEP;
            requests = Math.min(most, Math.max(requests, towards(aim, usagePercent)));
        }
        return requests;
    }

    private int towards(int aim, double usagePercent) {
        return usagePercent < 1 ? requests * 2 : (int) Math.round(requests * aim / usagePercent);
    }
}
