package dev.poolwarden.control;

import dev.poolwarden.reading.DatabaseProbe;
import dev.poolwarden.reading.DatabaseReading;
import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reading.DatabaseReading.Unknown;
import dev.poolwarden.reading.DatabaseReading.Unreachable;
import java.time.Duration;

/**
 * Keeps the last answer of the database for the monitor, so that a tick never waits for a probe. {@link #look} is called by
 * the probe's thread alone, which writes both fields; {@link #beat} by another one alone; anybody may read.
 *
 * <p>Patience with a probe counts only time in which this process ran: see {@link AwakeTime}.
 */
public final class DatabaseWatch {

    /**
     * @param number counts probes that ended, so that a reader knows a new answer from an old one
     * @param reading what the last of them found
     * @param overdue whether the next one has been under way for longer than the patience; {@code reading} says so then
     */
    public record Seen(long number, DatabaseReading reading, boolean overdue) {}

    /** How often to {@link #beat}, which is how exact the patience is. */
    public static final Duration BEAT = AwakeTime.BEAT;

    private static final Seen NOTHING = new Seen(0, new Unknown(), false);

    private final DatabaseProbe probe;
    private final Duration patience;
    private volatile Seen seen = NOTHING;
    private volatile AwakeTime looking; // null while no probe is under way

    /** @param patience how long a probe may be under way, while this process runs, before the database counts as away */
    public DatabaseWatch(DatabaseProbe probe, Duration patience) {
        this.probe = probe;
        this.patience = patience;
    }

    /** Probes the database once, from {@code now} ns on, and waits for its answer. Wants beats meanwhile. */
    public void look(long now) {
        looking = new AwakeTime(now);
        try {
            see(probe.probe());
        } catch (RuntimeException | Error e) {
            see(new Unreachable(Trouble.AWAY, "08000", "the probe failed: " + e)); // the last answer is no answer now
            throw e;
        } finally {
            looking = null;
        }
    }

    /** This process runs, at {@code now} ns: to be said every {@link #BEAT} while a probe is under way. Nothing happens otherwise. */
    public void beat(long now) {
        AwakeTime current = looking;
        if (current != null) {
            current.beat(now);
        }
    }

    private void see(DatabaseReading reading) {
        seen = new Seen(seen.number() + 1, reading, false);
    }

    /** The last answer, however long the next one is under way. */
    public Seen last() {
        return seen;
    }

    /** The last answer; unreachable while a probe has been under way for longer than the patience. */
    public Seen latest() {
        Seen last = seen; // read first: an answer that comes now is told at the next call, not as overdue
        AwakeTime current = looking;
        if (current != null && current.nanos() > patience.toNanos()) {
            var silent = new Unreachable(Trouble.AWAY, "08006", "the database does not answer the probe");
            return new Seen(last.number(), silent, true);
        }
        return last;
    }
}
