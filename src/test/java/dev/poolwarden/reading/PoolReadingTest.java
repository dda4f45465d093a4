package dev.poolwarden.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reading.DatabaseReading.Unknown;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolReadingTest {

    private static PoolReading reading(OptionalDouble demand, int capacity, long rejections) {
        return new PoolReading(0, demand, capacity, rejections, false, true, new Unknown());
    }

    @Test
    void usage_is_demand_over_capacity_and_goes_beyond_a_hundred() {
        assertThat(reading(OptionalDouble.of(10), 20, 0).usagePercent()).hasValue(50);
        assertThat(reading(OptionalDouble.of(30), 20, 0).usagePercent()).hasValue(150);
    }

    @Test
    void usage_without_a_sample_or_a_capacity_is_unknown_and_not_zero() {
        assertThat(reading(OptionalDouble.empty(), 20, 0).usagePercent()).isEmpty();
        assertThat(reading(OptionalDouble.of(0), 0, 0).usagePercent()).isEmpty();
    }

    @Test
    void nothing_in_a_reading_is_negative() {
        assertThatIllegalArgumentException().isThrownBy(() -> reading(OptionalDouble.of(-0.1), 20, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> reading(OptionalDouble.of(1), -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> reading(OptionalDouble.of(1), 20, -1));
    }

    @ParameterizedTest
    @CsvSource({
        "53300, FULL",
        "53400, FULL",
        "28P01, LOGIN_REFUSED",
        "28000, LOGIN_REFUSED",
        "3D000, LOGIN_REFUSED",
        "08001, AWAY",
        "57P01, AWAY",
        "XX000, AWAY",
        ", AWAY"
    })
    void the_sql_state_tells_the_trouble(String sqlState, Trouble trouble) {
        assertThat(Trouble.of(sqlState, null)).isEqualTo(trouble);
    }

    @ParameterizedTest
    @CsvSource({
        "08P01, FATAL: no more connections allowed (max_client_conn)",
        "08P01, FATAL: client connections exceeded (max_user_client_connections)",
        "08P01, FATAL: query_wait_timeout",
        "XX000, FATAL: MaxClientsInSessionMode: max clients reached",
        "XX000, FATAL: Max client connections reached"
    })
    void a_pooler_says_in_words_that_it_is_full(String sqlState, String message) {
        assertThat(Trouble.of(sqlState, message)).isEqualTo(Trouble.FULL);
    }

    @Test
    void a_pooler_that_cannot_reach_its_server_is_not_full() {
        assertThat(Trouble.of("08P01", "FATAL: server login has been failing, try again later (server_login_retry)"))
                .isEqualTo(Trouble.AWAY);
    }

    @ParameterizedTest
    @CsvSource({"100, 1, 99", "4, 3, 25", "1, 1, 0"})
    void reuse_is_the_share_of_borrows_that_got_a_used_connection(long borrowed, long first, double percent) {
        assertThat(new PoolCounts(5, 5, 10, 5, 0, borrowed, first, first, 0, 0, 0, 0).reusePercent())
                .hasValue(percent);
    }

    @Test
    void reuse_is_unknown_before_the_first_borrow() {
        assertThat(new PoolCounts(5, 5, 10, 5, 0, 0, 0, 5, 0, 0, 0, 0).reusePercent())
                .isEmpty();
    }

    @Test
    void idle_is_never_negative_though_counts_are_read_one_after_the_other() {
        assertThat(new PoolCounts(5, 5, 10, 5, 3, 0, 0, 0, 0, 0, 0, 0).idle()).isEqualTo(2);
        assertThat(new PoolCounts(5, 5, 10, 2, 3, 0, 0, 0, 0, 0, 0, 0).idle()).isZero();
    }
}
