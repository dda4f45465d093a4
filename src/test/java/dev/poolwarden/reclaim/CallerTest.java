package dev.poolwarden.reclaim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerTest {

    @Test
    void keeps_what_fits() {
        Caller caller = new Caller("s".repeat(200), "c".repeat(200));

        assertThat(caller.site()).isEqualTo("s".repeat(200));
        assertThat(caller.client()).isEqualTo("c".repeat(200));
        assertThat(new Caller("GET /", null).client()).isNull();
    }

    @Test
    void shortens_what_is_too_long_instead_of_failing_a_borrow() {
        Caller caller = new Caller("s".repeat(201), "c".repeat(5_000));

        assertThat(caller.site()).isEqualTo("s".repeat(200));
        assertThat(caller.client()).isEqualTo("c".repeat(200));
    }

    @Test
    void never_cuts_a_character_in_half() {
        assertThat(new Caller("s".repeat(199) + "\uD83D\uDE00", null).site()).isEqualTo("s".repeat(199));
        assertThat(new Caller("s".repeat(198) + "\uD83D\uDE00!", null).site())
                .isEqualTo("s".repeat(198) + "\uD83D\uDE00");
    }
}
