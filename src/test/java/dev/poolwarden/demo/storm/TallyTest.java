package dev.poolwarden.demo.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.poolwarden.demo.storm.StormTable.Row;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void each_request_is_counted_once_and_only_what_succeeded_has_a_latency() {
        for (int ms = 1; ms <= 200; ms++) {
            add(200, ms);
        }
        add(503, 5000);
        add(500, 5000);
        add(404, 5000);
        add(0, 5000);
        Row row = tally.row(true, List.of("NORMAL"));
        assertThat(row).returns(204L, Row::requests).returns(200L, Row::succeeded);
        assertThat(row).returns(1L, Row::rejected).returns(3L, Row::failed);
        assertThat(row.p50Ms()).isCloseTo(100, within(1.0));
        assertThat(row.p99Ms()).isCloseTo(198, within(1.0));
    }

    @Test
    void where_nothing_succeeded_latencies_are_unknown() {
        add(503, 5);
        Row row = tally.row(false, List.of());
        assertThat(row).returns(null, Row::p50Ms).returns(null, Row::p99Ms);
    }

    private void add(int status, long ms) {
        tally.add(new Answer(status, TimeUnit.MILLISECONDS.toNanos(ms), 0, null));
    }
}
