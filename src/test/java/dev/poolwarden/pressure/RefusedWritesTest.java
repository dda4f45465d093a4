package dev.poolwarden.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A database that reads and does not write is degraded, and says why. */
class RefusedWritesTest {

    private final Readings readings = new Readings();

    @Test
    void a_database_that_lost_its_writes_is_degraded_at_once_and_for_as_long_as_it_lasts() {
        readings.usage(10);

        for (int second = 0; second < 60; second++) {
            assertThat(readings.database(10, Readings.READ_ONLY))
                    .isEqualTo(new Assessment(Pressure.MODERATE, List.of(Reason.DATABASE_READ_ONLY)));
        }
        assertThat(readings.usage(10).reasons()).containsExactly(Reason.RECOVERING);
        assertThat(readings.usage(10, 30)).isEqualTo(new Assessment(Pressure.LOW, List.of()));
    }

    @Test
    void a_database_that_never_took_writes_is_as_it_was_meant_to_be() {
        readings.database(10, Readings.READ_ONLY);

        assertThat(readings.database(10, Readings.READ_ONLY)).isEqualTo(new Assessment(Pressure.LOW, List.of()));
    }

    @Test
    void a_full_disk_is_named_until_nobody_has_met_it_for_as_long_as_a_level_is_held() {
        readings.usage(10);

        assertThat(readings.diskFull(10))
                .isEqualTo(new Assessment(Pressure.MODERATE, List.of(Reason.DATABASE_DISK_FULL)));
        assertThat(readings.usage(10, 29).reasons()).containsExactly(Reason.DATABASE_DISK_FULL);
        assertThat(readings.usage(10, 1)).isEqualTo(new Assessment(Pressure.LOW, List.of()));
    }
}
