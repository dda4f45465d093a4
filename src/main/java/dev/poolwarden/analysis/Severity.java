package dev.poolwarden.analysis;

import java.util.Locale;

/** What a finding asks of whoever reads it. */
public enum Severity {
    /** Users suffer from it now. */
    CRITICAL,
    /** They will, or it costs what could be had for nothing. */
    WARNING,
    /** Good to know. */
    INFO;

    /** The name on the wire, lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
