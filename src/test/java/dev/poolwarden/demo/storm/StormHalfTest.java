package dev.poolwarden.demo.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.demo.storm.StormTable.Row;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second of storm over an application that grants all. */
class StormHalfTest {

    private static final StormSize SMALL = new StormSize(1, 1, 1);

    private final PretendedApplication application = new PretendedApplication();

    @BeforeEach
    void answer() {
        application.answers.put(PretendedApplication.CONFIG, response -> response.end(PretendedApplication.NORMAL));
        application.answers.put(PretendedApplication.WORK, response -> response.end("{}"));
    }

    @AfterEach
    void close() {
        application.close();
    }

    private Row run(boolean rules) throws InterruptedException {
        try (Site site = application.site()) {
            return new StormHalf(site, OptionalDouble::empty, SMALL, rules).run();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void it_runs_while_usage_is_unknown(boolean rules) throws InterruptedException {
        Row row = run(rules);
        assertThat(row.levels()).containsExactly("NORMAL");
        assertThat(row.succeeded()).isPositive().isEqualTo(row.requests());
    }

    @Test
    void it_asks_for_nothing_that_a_dashboard_for_operators_alone_refuses() throws InterruptedException {
        run(false);
        assertThat(application.asked).containsExactlyInAnyOrder(PretendedApplication.CONFIG, PretendedApplication.WORK);
    }
}
