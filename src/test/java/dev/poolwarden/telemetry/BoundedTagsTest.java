package dev.poolwarden.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedTagsTest {

    @ParameterizedTest
    @CsvSource({"GET, /a/{id}, GET, /a/{id}", "BREW, /a, OTHER, /a", "get, /a, OTHER, /a", "GET, /a%zz, GET, OTHER"})
    void what_callers_may_choose_shares_one_name(String method, String uri, String boundedMethod, String boundedUri) {
        Meter.Id id = id("http.server.requests", Tags.of("method", method, "uri", uri, "status", "200"));
        Meter.Id bounded = new BoundedTags().map(id);
        assertThat(bounded.getTag("method")).isEqualTo(boundedMethod);
        assertThat(bounded.getTag("uri")).isEqualTo(boundedUri);
        assertThat(bounded.getTag("status")).isEqualTo("200");
    }

    @Test
    void an_address_whose_sender_went_away_shares_one_name() {
        Meter.Id id = id("http.server.requests", Tags.of("method", "GET", "uri", "/made-up", "status", "RESET"));
        assertThat(new BoundedTags().map(id).getTag("uri")).isEqualTo("OTHER");
    }

    @Test
    void other_meters_keep_their_tags() {
        Meter.Id id = id("made.up", Tags.of("method", "BREW"));
        assertThat(new BoundedTags().map(id)).isEqualTo(id);
    }

    private static Meter.Id id(String name, Tags tags) {
        return new Meter.Id(name, tags, null, null, Meter.Type.TIMER);
    }
}
