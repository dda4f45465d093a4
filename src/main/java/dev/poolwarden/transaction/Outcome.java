package dev.poolwarden.transaction;

/** What became of a transaction that failed. */
public enum Outcome {
    /** Nothing of it is left. */
    ROLLED_BACK,
    /** It may have been committed: only the data can tell. Doing its work again could do it twice. */
    UNKNOWN
}
