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
    private static final String OTHER = "OTHER";

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith("http.server.")) {
            return id;
        }
        List<Tag> tags = id.getTags().stream().map(BoundedTags::bounded).toList();
        return id.replaceTags(tags);
    }

    private static Tag bounded(Tag tag) {
        boolean foreignMethod = tag.getKey().equals("method") && !METHODS.contains(tag.getValue());
        boolean brokenAddress = tag.getKey().equals("uri") && tag.getValue().indexOf('%') >= 0;
        return foreignMethod || brokenAddress ? Tag.of(tag.getKey(), OTHER) : tag;
    }
}
