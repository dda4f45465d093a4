package dev.poolwarden.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TroubleStatesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"08000", "08001", "08003", "08004", "08006", "53000", "53200", "53300", "57P01", "57P02", "57P03"
            })
    void a_database_in_trouble_counts(String state) {
        assertThat(TroubleStates.count(new SQLException("trouble", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000", "22001", "22P02", "23503", "23505", "25P02", "28P01", "40001", "40P01", "42601", "42501",
                "53100", "53400", "55P03", "57014", "57P05", "P0001", "XX000"
            })
    void the_statement_and_the_load_do_not_count(String state) {
        assertThat(TroubleStates.count(new SQLException("not the database", state)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "25P03", "25P04", "57P01", "57P05"})
    void what_the_server_ended_is_of_no_use_any_more(String state) {
        assertThat(TroubleStates.endConnection(new SQLException("ended", state)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"25006", "25P02", "53100", "53400", "57014", "23505"})
    void a_statement_that_failed_leaves_the_connection_as_good_as_it_was(String state) {
        assertThat(TroubleStates.endConnection(new SQLException("failed", state)))
                .isFalse();
    }

    @Test
    void an_error_without_a_state_does_not_count() {
        assertThat(TroubleStates.count(new SQLException("no state"))).isFalse();
        assertThat(TroubleStates.endConnection(new SQLException("no state"))).isFalse();
    }
}
