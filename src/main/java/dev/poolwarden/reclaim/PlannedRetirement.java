package dev.poolwarden.reclaim;

import java.util.Locale;

/**
 * One connection that a cleanup will retire.
 *
 * @param pid its backend's process id on the server; behind a pooler that shares processes, the number it gave instead
 * @param evidence why it may go
 * @param borrowed whether somebody uses it now; it then goes when it comes back
 * @param idleMillis for how long nobody has used it, in ms; zero while borrowed
 */
public record PlannedRetirement(int pid, Evidence evidence, boolean borrowed, long idleMillis) {

    /** Why a connection may go. */
    public enum Evidence {
        /** Open beyond the base size and idle. */
        SURPLUS,
        /** Idle, and it does not answer any more. */
        DEAD,
        /** The operator asked for all of them to be replaced. */
        REPLACED;

        /** The name on the wire: lower case. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
