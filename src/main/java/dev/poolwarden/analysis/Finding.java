package dev.poolwarden.analysis;

import java.util.Map;

/**
 * One thing that is worth an operator's attention, in words that need no manual. Immutable.
 *
 * @param weight what to look at first, 0..100: a database that is away above all, then what causes pressure, then what is only
 *     its symptom, then what could be set better
 * @param title what is the matter
 * @param evidence what was seen, with figures
 * @param figures the same for machines, in the order of the evidence; each name ends in its unit where it has one
 */
public record Finding(Topic topic, Severity severity, double weight, String title, String evidence, Figures figures) {

    public Finding {
        if (!(weight >= 0 && weight <= 100)) {
            throw new IllegalArgumentException("weight is " + weight + "; allowed is 0 to 100");
        }
    }

    /** The name on the wire: that of the {@link dev.poolwarden.pressure.Reason} that it explains, if it explains one. */
    public String code() {
        return topic.code();
    }

    /** What to do about it. */
    public String remedy() {
        return topic.remedy();
    }

    /** The figures by name. */
    public Map<String, Number> numbers() {
        return figures.byName();
    }
}
