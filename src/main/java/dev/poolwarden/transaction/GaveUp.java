package dev.poolwarden.transaction;

import java.util.Locale;

/** Why a transaction that met a conflict was not tried again. */
public enum GaveUp {
    MAX_TRIES("poolwarden.transactions.max-tries or the call's own bound is reached"),
    MAX_TIME("the next try would begin after poolwarden.transactions.max-time or the call's own bound"),
    INTERRUPTED("the thread was interrupted"),
    SHUTDOWN("the application shuts down"),
    HOLDS_ANOTHER("the thread held another connection from the start, for whose locks a retry could wait in vain"),
    BORROWED_ANOTHER(
            "the work borrowed a connection outside its transaction, and what that one did is not rolled back");

    private final String sentence;

    GaveUp(String sentence) {
        this.sentence = sentence;
    }

    /** As tags of metrics have it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In words that name nobody. */
    public String sentence() {
        return sentence;
    }
}
