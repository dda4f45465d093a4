package dev.poolwarden.transaction;

import java.time.Duration;
import java.util.List;

/**
 * Goes with the last failure, as suppressed: how often and how long was tried, why no further, and the failures before, the
 * latest of them at least. It is never thrown, and has no stack trace of its own.
 */
public final class RetryHistory extends Exception {

    private static final long serialVersionUID = 1;

    private final int tries;

    RetryHistory(GaveUp reason, int tries, Duration elapsed, List<Throwable> before) {
        super(
                "Gave up after %d %s in %d ms: %s"
                        .formatted(tries, tries == 1 ? "try" : "tries", elapsed.toMillis(), reason.sentence()),
                null,
                true,
                false);
        this.tries = tries;
        before.forEach(this::addSuppressed);
    }

    public int tries() {
        return tries;
    }
}
