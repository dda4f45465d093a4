package dev.poolwarden.api;

import static dev.poolwarden.gate.Priority.BACKGROUND;
import static dev.poolwarden.gate.Priority.ESSENTIAL;
import static dev.poolwarden.gate.Priority.INTERACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.Priority;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrgencyTest {

    private static int urgency(String... lines) {
        return Urgency.of(List.of(lines));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u=0|0",
                "u=7|7",
                "u=1, i|1",
                "i, u=5|5",
                "i=?0,u=6;a=1;b|6",
                "  u=4  |4",
                "u=1 \t,\t u=6|6", // the last one counts
                "a=\"u=1, \\\"\", u=2|2",
                "a=:aGk=:, b=tok/en:*, c=-12.345, d=(1 \"2\" x;y=z);w, u=3|3",
                "*a=(), u=5|5",
                "a=(  ), u=-0|0"
            })
    void a_dictionary_says_how_urgent_a_request_is(String header, int urgency) {
        assertThat(urgency(header)).isEqualTo(urgency);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"u=8", "u=-1", "u=10", "u=1.0", "u=\"1\"", "u=one", "u", "u=?1", "u=(1)", "i", "ux=1", "u-=1"})
    void what_is_no_urgency_is_ignored(String header) {
        assertThat(urgency(header)).isEqualTo(Urgency.UNSAID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "u=1,",
                ",u=1",
                "u=1,,i",
                "u=1 i",
                "u =1",
                "u= 1",
                "U=1",
                "u=1;",
                "u=1; ;a",
                "u=1, i=",
                "u=1, ?",
                "u=1, a=\"",
                "u=1, a=\"\u00e4\"",
                "u=1, a=\"\\n\"",
                "u=1, a=(1",
                "u=1, a=(1\"2\")",
                "u=1, a=:b",
                "u=1, a=?2",
                "u=1, a=1234567890123456",
                "u=1, a=1.2345",
                "u=1, a=1.",
                "u=1\n",
                "\tu=1"
            })
    void a_dictionary_with_a_mistake_is_ignored_as_a_whole(String header) {
        assertThat(urgency(header)).isEqualTo(Urgency.UNSAID);
    }

    @Test
    void a_bad_value_takes_the_place_of_a_good_one_of_before() {
        assertThat(urgency("u=1, u=9")).isEqualTo(Urgency.UNSAID);
    }

    @Test
    void several_lines_are_one_dictionary() {
        assertThat(urgency("u=1", "i", "u=5")).isEqualTo(5);
        assertThat(urgency("u=1", "i=")).isEqualTo(Urgency.UNSAID);
    }

    @Test
    void no_line_says_nothing() {
        assertThat(urgency()).isEqualTo(Urgency.UNSAID);
    }

    @Test
    void what_is_longer_than_anybody_means_it_is_not_read() {
        assertThat(urgency("u=1" + " ".repeat(Urgency.LONGEST - 3))).isEqualTo(1);
        assertThat(urgency("u=1" + " ".repeat(Urgency.LONGEST - 2))).isEqualTo(Urgency.UNSAID);
        assertThat(urgency("u=1" + " ".repeat(Urgency.LONGEST - 10), "i;a=1234567"))
                .isEqualTo(Urgency.UNSAID);
    }

    @Test
    void nothing_makes_it_throw_or_say_what_is_no_urgency() {
        List<String> pieces = List.of(
                "u=", "u", "1", "7", "(", ")", "\"", "\\", ":", ";", ",", ", ", " ", "=", "-", ".", "?1", "*", "i",
                "\u00fc");
        Set<Integer> said = new TreeSet<>();
        RandomHeaders.of(pieces, lines -> {
            int urgency = Urgency.of(lines);
            assertThat(urgency).as("%s", lines).isBetween(Urgency.UNSAID, 7);
            said.add(urgency);
        });
        assertThat(said).as("else it tells nothing").contains(Urgency.UNSAID, 1, 7);
    }

    @ParameterizedTest
    @CsvSource({
        "ESSENTIAL, ESSENTIAL, ESSENTIAL, BACKGROUND",
        "INTERACTIVE, INTERACTIVE, INTERACTIVE, BACKGROUND",
        "BACKGROUND, BACKGROUND, BACKGROUND, BACKGROUND"
    })
    void a_stranger_may_only_say_that_nobody_waits(Priority own, Priority low, Priority middle, Priority high) {
        assertThat(applied(own, 0, 1, false)).containsOnly(low);
        assertThat(applied(own, 2, 4, false)).containsOnly(middle);
        assertThat(applied(own, 5, 7, false)).containsOnly(high);
    }

    /** From 2 to 4 is what browsers say by themselves, and what is meant where nothing is said. */
    @ParameterizedTest
    @CsvSource({
        "ESSENTIAL, ESSENTIAL, ESSENTIAL, BACKGROUND",
        "INTERACTIVE, ESSENTIAL, INTERACTIVE, BACKGROUND",
        "BACKGROUND, ESSENTIAL, INTERACTIVE, BACKGROUND"
    })
    void who_is_trusted_may_raise(Priority own, Priority low, Priority middle, Priority high) {
        assertThat(applied(own, 0, 1, true)).containsOnly(low);
        assertThat(applied(own, 2, 4, true)).containsOnly(middle);
        assertThat(applied(own, 5, 7, true)).containsOnly(high);
    }

    private static List<Priority> applied(Priority own, int from, int to, boolean trusted) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(urgency -> Urgency.applied(own, urgency, trusted))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_said_changes_nothing(boolean trusted) {
        for (Priority own : List.of(ESSENTIAL, INTERACTIVE, BACKGROUND)) {
            assertThat(Urgency.applied(own, Urgency.UNSAID, trusted)).isEqualTo(own);
        }
    }

    @Test
    void without_trust_nobody_rises() {
        for (Priority own : Priority.values()) {
            assertThat(applied(own, Urgency.UNSAID, 7, false))
                    .allSatisfy(priority -> assertThat(priority).isGreaterThanOrEqualTo(own));
        }
    }
}
