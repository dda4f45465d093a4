package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quarkus.elytron.security.common.BcryptUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorsTest {

    private static final String PASSWORD = "correct horse";
    private static final String HASH = hash(PASSWORD);

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void empty_means_nobody(String empty) {
        assertThat(Operators.parse(empty).isEmpty()).isTrue();
        assertThat(accepts(Operators.parse(empty), "ada", PASSWORD)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
    void every_spelling_of_bcrypt_is_read(String spelling) {
        Operators operators = Operators.parse("ada:" + spelling + HASH.substring(4));
        assertThat(operators.isEmpty()).isFalse();
        assertThat(accepts(operators, "ada", PASSWORD)).isTrue();
        assertThat(accepts(operators, "ada", "wrong horse")).isFalse();
    }

    @Test
    void each_operator_has_a_password_of_their_own() {
        Operators operators = Operators.parse(" ada:" + HASH + " , bo.b_1@x-y:" + hash("other") + " ");
        assertThat(accepts(operators, "ada", PASSWORD)).isTrue();
        assertThat(accepts(operators, "bo.b_1@x-y", "other")).isTrue();
        assertThat(accepts(operators, "ada", "other")).isFalse();
        assertThat(accepts(operators, "bo.b_1@x-y", PASSWORD)).isFalse();
    }

    @Test
    void a_stranger_is_refused_whatever_the_password() {
        Operators operators = Operators.parse("ada:" + HASH);
        assertThat(accepts(operators, "eve", PASSWORD)).isFalse();
        assertThat(accepts(operators, "Ada", PASSWORD)).isFalse();
        assertThat(accepts(operators, "", "")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "correct horse ", "Correct horse", "correct hors"})
    void a_wrong_password_is_refused(String wrong) {
        assertThat(accepts(Operators.parse("ada:" + HASH), "ada", wrong)).isFalse();
    }

    /** Bcrypt looks at 72 bytes only, so that whatever follows them would not matter. */
    @Test
    void a_password_longer_than_bcrypt_looks_at_is_refused() {
        Operators operators = Operators.parse("ada:" + hash("x".repeat(72)));
        assertThat(accepts(operators, "ada", "x".repeat(72))).isTrue();
        assertThat(accepts(operators, "ada", "x".repeat(73))).isFalse();
        assertThat(accepts(operators, "ada", "x".repeat(100_000))).isFalse();
    }

    @Test
    void the_bytes_count_not_the_letters() {
        Operators operators = Operators.parse("ada:" + hash("é".repeat(36)));
        assertThat(accepts(operators, "ada", "é".repeat(36))).isTrue();
        assertThat(accepts(operators, "ada", "é".repeat(36) + "x")).isFalse();
    }

    @Test
    void a_password_need_not_be_ascii() {
        assertThat(accepts(Operators.parse("ada:" + hash("pässwörd €")), "ada", "pässwörd €"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada",
                "ada:",
                ":HASH",
                "ada:correct horse",
                "ada:HASHx",
                "ada HASH",
                "a da:HASH",
                ",ada:HASH",
                "ada:HASH,bob",
                "ada:HASH;bob:HASH",
                "ada:HASH bob:HASH",
                "ada:$2y$05$abcdefghijklmnopqrstuud/5IuQmqhVO0kfNEbHJM.fJkPiliBzC",
                "ada:$2y$15$abcdefghijklmnopqrstuud/5IuQmqhVO0kfNEbHJM.fJkPiliBzC",
                "ada:$2x$10$abcdefghijklmnopqrstuud/5IuQmqhVO0kfNEbHJM.fJkPiliBzC",
                "ada:$5$rounds=5000$abcdefghijklmnop"
            })
    void what_cannot_be_read_is_refused_with_what_is_allowed_and_never_repeated(String template) {
        String text = template.replace("HASH", HASH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operators.parse(text))
                .withNoCause()
                .withMessageStartingWith("operators")
                .withMessageContaining("name:bcrypt,name:bcrypt")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(PASSWORD, HASH.substring(7), "ada"));
    }

    @Test
    void a_name_longer_than_64_letters_is_refused() {
        Operators.parse("x".repeat(64) + ":" + HASH);
        assertThatIllegalArgumentException().isThrownBy(() -> Operators.parse("x".repeat(65) + ":" + HASH));
    }

    @Test
    void a_name_that_stands_there_twice_is_named_without_its_hash() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operators.parse("ada:" + HASH + ",ada:" + hash("other")))
                .withMessageContaining("\"ada\" twice")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("$2"));
    }

    @Test
    void the_hashes_are_not_shown() {
        assertThat(Operators.parse("ada:" + HASH).toString()).doesNotContain("$2", HASH.substring(7));
    }

    private static boolean accepts(Operators operators, String name, String password) {
        return operators.accept(name, password.toCharArray());
    }

    private static String hash(String password) {
        return BcryptUtil.bcryptHash(password, 6);
    }
}
