package dev.poolwarden.analysis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Figures by name, in the order in which they were said; what is unknown is left out. Immutable. */
public record Figures(Map<String, Number> byName) {

    public static final Figures NONE = new Figures(Map.of());

    public Figures {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    Figures and(String name, long value) {
        return with(name, value);
    }

    /** To a tenth. */
    Figures and(String name, double value) {
        return with(name, Math.round(value * 10) / 10.0);
    }

    Figures and(String name, OptionalDouble value) {
        return value.isPresent() ? and(name, value.getAsDouble()) : this;
    }

    Figures and(String name, OptionalInt value) {
        return value.isPresent() ? and(name, value.getAsInt()) : this;
    }

    private Figures with(String name, Number value) {
        Map<String, Number> more = new LinkedHashMap<>(byName);
        more.put(name, value);
        return new Figures(more);
    }
}
