package dev.poolwarden.reclaim;

import java.util.Locale;

/** What an operator may ask to have taken back, mildest first. */
public enum CleanupMode {
    /** Surplus and dead idle connections. */
    IDLE,
    /** Connections held without working, on evidence from the server. */
    LEAKED,
    /** Every connection, replaced as it comes back. */
    GRACEFUL,
    /** Every connection now, running statements too. */
    ALL;

    /** The name on the wire: lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
