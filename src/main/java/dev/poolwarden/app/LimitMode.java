package dev.poolwarden.app;

/** Who says how many callers are admitted at once. */
public enum LimitMode {
    /** The database: the limit moves to where more would bring no more throughput. */
    ADAPTIVE,
    /** The setting. */
    FIXED
}
