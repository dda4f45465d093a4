package dev.poolwarden.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** Keeps callers from making time series at will: what they send as method or broken address shares one name. */
@Singleton
public final class BoundedTags implements MeterFilter {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    /** Of a request whose sender went away; nobody knows whether there was a resource at its address. */
    private static final String RESET = "RESET";

    static final String OTHER = "OTHER";

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith("http.server.")) {
            return id;
        }
        boolean reset = RESET.equals(id.getTag("status"));
        List<Tag> tags = id.getTags().stream().map(tag -> bounded(tag, reset)).toList();
        return id.replaceTags(tags);
    }

    private static Tag bounded(Tag tag, boolean reset) {
        boolean foreignMethod = tag.getKey().equals("method") && !METHODS.contains(tag.getValue());
        boolean anyAddress =
                tag.getKey().equals("uri") && (reset || tag.getValue().indexOf('%') >= 0);
        return foreignMethod || anyAddress ? Tag.of(tag.getKey(), OTHER) : tag;
    }
}
