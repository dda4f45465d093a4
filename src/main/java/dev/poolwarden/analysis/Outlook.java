package dev.poolwarden.analysis;

import java.util.List;

/**
 * What the next minutes will ask for, as far as the last ones tell. Immutable.
 *
 * @param connections that will be needed in 1, 2 and 5 minutes: callers in flight and waiting, by the mean, so more than there can be
 *     where callers will wait
 * @param capacity callers that can be in flight at once at present
 */
public record Outlook(List<Integer> connections, int capacity) {

    /** When, in s from now. */
    public static final List<Integer> IN_SECONDS = List.of(60, 120, 300);

    public Outlook {
        connections = List.copyOf(connections);
    }

    /** Null while the trend knows nothing. */
    static Outlook of(DemandTrend trend, int capacity) {
        List<Integer> needed = IN_SECONDS.stream()
                .flatMap(seconds -> trend.after(seconds).stream().boxed())
                .map(demand -> (int) Math.ceil(demand))
                .toList();
        return needed.isEmpty() ? null : new Outlook(needed, capacity);
    }
}
