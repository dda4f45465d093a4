package dev.poolwarden.transaction;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a listener heard, in order. */
final class Heard implements RetryListener {

    final List<Conflict> retries = new CopyOnWriteArrayList<>();
    final List<GaveUp> ends = new CopyOnWriteArrayList<>();

    @Override
    public void retried(Conflict conflict) {
        retries.add(conflict);
    }

    @Override
    public void gaveUp(Conflict conflict, GaveUp reason, int tries, Duration elapsed) {
        ends.add(reason);
    }
}
