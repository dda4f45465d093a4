package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitPreferenceTest {

    private static int seconds(String... lines) {
        return WaitPreference.of(List.of(lines));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=10|10",
                "wait=0|0",
                "WAIT=10|10",
                "wait = 10|10",
                "wait=\"10\"|10",
                "wait=007|7",
                "wait=999999999|999999999",
                "respond-async, wait=5|5",
                "respond-async,wait=5,handling=lenient|5",
                "wait=5; foo=\"b,ar\"; some|5",
                "foo; wait=1, wait=5|5", // a parameter is none
                "foo=\"wait=1, \\\"\", wait=5|5",
                ", ,\t,wait=5, ,|5",
                "wait=5;;|5",
                "wait=5, wait=10|5" // the first one counts
            })
    void the_first_wait_of_a_list_counts(String header, int seconds) {
        assertThat(seconds(header)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait",
                "wait=",
                "wait=\"\"",
                "wait=soon",
                "wait=-1",
                "wait=1.5",
                "wait=1000000000",
                "wait=\"1\\0\"",
                "waiting=1",
                "wait, wait=5",
                "wait=soon, wait=5"
            })
    void what_is_no_number_of_seconds_is_ignored(String header) {
        assertThat(seconds(header)).isEqualTo(WaitPreference.UNSAID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "wait=5 10",
                "wait=5 respond-async",
                "wait=5, a=\"",
                "wait=5, =b",
                "wait==5",
                "wait=5;=",
                "(wait=5)"
            })
    void a_list_with_a_mistake_is_ignored_as_a_whole(String header) {
        assertThat(seconds(header)).isEqualTo(WaitPreference.UNSAID);
    }

    @Test
    void several_headers_are_one_list() {
        assertThat(seconds("respond-async", "wait=7", "wait=8")).isEqualTo(7);
    }

    @Test
    void no_header_says_nothing() {
        assertThat(seconds()).isEqualTo(WaitPreference.UNSAID);
    }

    @Test
    void what_is_longer_than_anybody_means_it_is_not_read() {
        assertThat(seconds("wait=5" + ",".repeat(WaitPreference.LONGEST - 6))).isEqualTo(5);
        assertThat(seconds("wait=5" + ",".repeat(WaitPreference.LONGEST - 5))).isEqualTo(WaitPreference.UNSAID);
    }

    @Test
    void nothing_makes_it_throw_or_say_what_is_no_time() {
        List<String> pieces =
                List.of("wait", "wait=", "=", "1", "99999", "\"", "\\", ";", ",", ", ", " ", "\t", "a", "\u00fc", "(");
        Set<Boolean> said = new TreeSet<>();
        RandomHeaders.of(pieces, lines -> {
            int seconds = WaitPreference.of(lines);
            assertThat(seconds).as("%s", lines).isBetween(WaitPreference.UNSAID, 999_999_999);
            said.add(seconds != WaitPreference.UNSAID);
        });
        assertThat(said).as("else it tells nothing").containsExactly(false, true);
    }
}
