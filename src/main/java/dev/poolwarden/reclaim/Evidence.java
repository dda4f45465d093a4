package dev.poolwarden.reclaim;

import java.util.Locale;

/** Why a connection may be taken. */
public enum Evidence {
    /** Open beyond the base size and idle. */
    SURPLUS,
    /** The server no longer has its backend. */
    DEAD,
    /** The operator asked for all of them to be replaced. */
    REPLACED,
    /** Borrowed, idle on the server and without a statement for longer than the limit. */
    LEAKED,
    /** Borrowed, in a transaction and without a statement for longer than the limit. */
    IDLE_IN_TRANSACTION,
    /** The operator asked for all of them now. */
    DEMANDED;

    /** The name on the wire: lower case with underscores. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
