package dev.poolwarden.demo.storm;

import java.util.Locale;

/** What the storm does now, in the order in which it happens. */
enum StormPhase {
    IDLE,
    WITHOUT_RULES,
    RECOVERING,
    WITH_RULES;

    /** The name on the wire. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
