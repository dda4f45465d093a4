package dev.poolwarden.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last 100 cleanups. Thread-safe: its lock is held for no longer than a copy takes. */
final class AuditRing {

    private static final int MOST = 100;

    private final Deque<CleanupReport> reports = new ArrayDeque<>(); // latest first; guarded by this

    synchronized void add(CleanupReport report) {
        reports.addFirst(report);
        if (reports.size() > MOST) {
            reports.removeLast();
        }
    }

    synchronized List<CleanupReport> latestFirst() {
        return new ArrayList<>(reports);
    }
}
