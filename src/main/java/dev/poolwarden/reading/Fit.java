package dev.poolwarden.reading;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What fits on the server of the connections that are set: immutable, and pure arithmetic over what was counted there at one
 * instant.
 *
 * @param size connections to be kept open
 * @param maxOverflow connections beyond that under load
 * @param limits on connections that hold for this pool; empty behind a pooler in transaction mode, where many connections
 *     share what the server allows
 */
public record Fit(int size, int maxOverflow, List<Limit> limits) {

    /** The probe's, the connection test's and the reclaimer's, which is there beside those of the pool. */
    private static final int RESERVED = 1;

    /** Whose connections a limit counts. */
    public enum Scope {
        SERVER,
        DATABASE,
        ROLE;

        /** The name on the wire, and in the log. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One limit and who else makes use of it, in connections.
     *
     * @param allowed how many there may be at once, everybody's
     * @param kept those of them that ordinary roles may not use
     * @param others connections within its scope that are not this pool's
     * @param leftFree those that this pool leaves to others
     */
    public record Limit(Scope scope, int allowed, int kept, int others, int leftFree) {

        public Limit {
            if (allowed < 0 || kept < 0 || others < 0 || leftFree < 0) {
                throw new IllegalArgumentException(
                        "a limit cannot be negative: allowed %d, kept %d, others %d, left free %d"
                                .formatted(allowed, kept, others, leftFree));
            }
        }

        /** What is left for this pool, the reserved connection included; negative when others use more than was to be left. */
        int room() {
            return usable() - others - leftFree;
        }

        /** What an ordinary role could use if nobody else used any; 0 and above. */
        public int usable() {
            return Math.max(0, allowed - kept);
        }

        private Limit whoeverElseUsesIt() {
            return new Limit(scope, allowed, kept, 0, leftFree);
        }
    }

    public Fit {
        limits = List.copyOf(limits);
    }

    /** All that was set: {@code size + maxOverflow}. */
    public int configured() {
        return size + maxOverflow;
    }

    /** Connections of the pool that may be open, those that are included; 0..{@link #configured()}. */
    public int fits() {
        return tightest().map(limit -> within(limit.room())).orElse(configured());
    }

    public boolean isWhole() {
        return fits() == configured();
    }

    /** Whether there is not even room for the reserved connection. */
    public boolean isFull() {
        return tightest().map(limit -> limit.room() < RESERVED).orElse(false);
    }

    /** The limit that leaves the least room; the wider scope's where several do. */
    public Optional<Limit> tightest() {
        return limits.stream().min(Comparator.comparingInt(Limit::room).thenComparing(Limit::scope));
    }

    /**
     * Connections that the pool may use: what fits, or what is open if that is more. Others that came later do not make an open
     * connection useless; a limit that was lowered does.
     *
     * @param established connections of the pool that are open
     * @return 0..{@link #configured()}
     */
    public int granted(int established) {
        int most = limits.stream().mapToInt(Limit::usable).min().orElse(Integer.MAX_VALUE);
        return limits.isEmpty() ? configured() : Math.max(fits(), Math.min(established, within(most)));
    }

    private int within(int room) {
        return Math.max(0, Math.min(configured(), room - RESERVED));
    }

    /** Whether an operator reads the same from both; others may come and go as long as as many connections fit. */
    public boolean saysTheSame(Fit other) {
        return fits() == other.fits()
                && tightest()
                        .map(Limit::whoeverElseUsesIt)
                        .equals(other.tightest().map(Limit::whoeverElseUsesIt));
    }
}
