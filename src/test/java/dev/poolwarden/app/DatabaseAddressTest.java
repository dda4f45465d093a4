package dev.poolwarden.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    @Test
    void reads_what_platforms_hand_out() {
        DatabaseAddress address = DatabaseAddress.parse("postgres://user:p%40ss@host/db?sslmode=require");
        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://host/db?sslmode=require");
        assertThat(address.user()).contains("user");
        assertThat(address.password()).contains("p@ss");
    }

    @Test
    void keeps_port_and_takes_signs_in_a_password_for_themselves() {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://me:a+b%3A%2Fc:d@10.0.0.1:6432/shop");
        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://10.0.0.1:6432/shop");
        assertThat(address.password()).contains("a+b:/c:d");
    }

    @Test
    void works_without_user_and_password() {
        DatabaseAddress address = DatabaseAddress.parse("postgres://[::1]:5432/shop");
        assertThat(address)
                .isEqualTo(
                        new DatabaseAddress("jdbc:postgresql://[::1]:5432/shop", Optional.empty(), Optional.empty()));
    }

    @Test
    void leaves_a_jdbc_url_alone() {
        assertThat(DatabaseAddress.parse("jdbc:postgresql://h/d?user=u").jdbcUrl())
                .isEqualTo("jdbc:postgresql://h/d?user=u");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://app:topsecret@host/db",
                "postgres://app:topsecret@host",
                "postgres://app:topsecret@host/",
                "postgres://app:top secret@host/db",
                "postgres://app:topsecret%ZZ@host/db",
                "postgres:///db",
                "host=localhost password=topsecret"
            })
    void refuses_anything_else_without_repeating_it(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining("postgres://user:password@host:port/database")
                .hasMessageNotContaining("secret");
    }
}
