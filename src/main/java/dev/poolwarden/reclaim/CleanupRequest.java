package dev.poolwarden.reclaim;

/**
 * What somebody asks to have cleaned up.
 *
 * @param mode what to take back
 * @param dryRun plan only
 * @param reason why, in the operator's words; 500 characters at most, may be empty
 * @param max connections to take back at most, 1..10 000
 * @param overrideCooldown run even if the last cleanup was moments ago
 * @param by who asks
 */
public record CleanupRequest(
        CleanupMode mode, boolean dryRun, String reason, int max, boolean overrideCooldown, String by) {

    public static final int MOST = 10_000;
    public static final int LONGEST_REASON = 500;

    public CleanupRequest {
        if (reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException(
                    "reason has %d characters; allowed are %d".formatted(reason.length(), LONGEST_REASON));
        }
        if (max < 1 || max > MOST) {
            throw new IllegalArgumentException("max is " + max + "; allowed is 1 to " + MOST);
        }
    }
}
