package dev.poolwarden.reclaim;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a cleanup takes back, mildest first. */
public enum CleanupMode {
    /** Surplus and dead idle connections. */
    IDLE,
    /** Connections held without working, on evidence from the server. */
    LEAKED,
    /** Every connection, replaced as it comes back. */
    GRACEFUL,
    /** Every connection now, running statements too. */
    ALL,
    /** What Poolwarden does by itself above the critical usage: dead, leaked and one surplus connection a time. */
    AUTOMATIC;

    /** The modes that somebody may ask for. */
    public static List<CleanupMode> byHand() {
        return Arrays.stream(values()).filter(each -> each != AUTOMATIC).toList();
    }

    /** The name on the wire: lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
