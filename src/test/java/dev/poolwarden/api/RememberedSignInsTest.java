package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RememberedSignInsTest {

    private final RememberedSignIns remembered = new RememberedSignIns();

    @Test
    void nobody_is_known_at_first() {
        assertThat(knows("ada", "correct horse")).isFalse();
    }

    @Test
    void who_signed_in_is_known_by_name_and_password() {
        remembered.remember("ada", "correct horse".toCharArray());
        assertThat(knows("ada", "correct horse")).isTrue();
        assertThat(knows("ada", "correct hors")).isFalse();
        assertThat(knows("ada", "")).isFalse();
        assertThat(knows("bob", "correct horse")).isFalse();
    }

    @Test
    void each_operator_is_remembered() {
        remembered.remember("ada", "a".toCharArray());
        remembered.remember("bob", "b".toCharArray());
        assertThat(knows("ada", "a")).isTrue();
        assertThat(knows("bob", "b")).isTrue();
        assertThat(knows("ada", "b")).isFalse();
    }

    private boolean knows(String name, String password) {
        return remembered.knows(name, password.toCharArray());
    }
}
