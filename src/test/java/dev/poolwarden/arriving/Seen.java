package dev.poolwarden.arriving;

import dev.poolwarden.gate.Arrival;
import dev.poolwarden.gate.Arrivals;
import dev.poolwarden.gate.Priority;

/**
 * As what a thread's work would come to the gate.
 *
 * @param patience ms; -1 for as long as the settings allow
 */
public record Seen(Priority priority, String client, long patience) {

    static Seen now(Arrivals arrivals) {
        Arrival arrival = arrivals.current();
        long nanos = arrival.patienceNanos();
        return new Seen(arrival.priority(), arrival.client(), nanos == Long.MAX_VALUE ? -1 : nanos / 1_000_000);
    }
}
