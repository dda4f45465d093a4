package dev.poolwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProbePaceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ProbePace pace = new ProbePace(Duration.ofSeconds(1), 2, new Random(7));

    @Test
    void probes_once_a_sample_interval_while_all_is_well() {
        assertThat(pace.pause(true)).isEqualTo(SECOND);
    }

    @Test
    void in_an_outage_probes_follow_within_a_quarter_of_a_second_and_out_of_step() {
        List<Long> pauses = Stream.generate(() -> pace.pause(false)).limit(1000).toList();

        assertThat(pauses).allMatch(each -> each >= SECOND / 8 && each <= SECOND / 4);
        assertThat(Set.copyOf(pauses)).hasSizeGreaterThan(900);
    }

    @Test
    void and_so_do_those_that_tell_whether_it_is_over() {
        pace.pause(false);

        assertThat(pace.pause(true)).isLessThan(SECOND);
        assertThat(pace.pause(true)).isEqualTo(SECOND);
        assertThat(pace.pause(true)).isEqualTo(SECOND);
    }

    @Test
    void an_outage_never_slows_them_down() {
        assertThat(new ProbePace(Duration.ofMillis(100), 2, new Random(7)).pause(false))
                .isLessThanOrEqualTo(SECOND / 10);
    }
}
