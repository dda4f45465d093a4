package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of samples that are joined into steps. */
class SamplesTest {

    private static final double UNKNOWN = Double.NaN;

    private static Samples samples(Figure figure, double... values) {
        long[] at = new long[values.length];
        Arrays.setAll(at, i -> 60_000 + i * 1000L);
        double[][] columns = new double[Figure.values().length][values.length];
        columns[figure.ordinal()] = values;
        return new Samples(at, columns);
    }

    @ParameterizedTest
    @EnumSource
    void each_figure_has_its_own_way_to_become_one(Figure figure) {
        Map<Figure, Double> others = Map.of(
                Figure.IDLE, 1.0,
                Figure.CAPACITY, 3.0,
                Figure.LIMIT, 3.0,
                Figure.ADMITTED, 9.0,
                Figure.REJECTED, 9.0,
                Figure.TIMED_OUT, 9.0);
        double most = 5;
        assertThat(samples(figure, 1, 5, 3).inSteps(10_000).column(figure))
                .containsExactly(others.getOrDefault(figure, most));
    }

    @ParameterizedTest
    @EnumSource
    void a_step_is_unknown_only_where_all_of_it_is(Figure figure) {
        double[] column = samples(figure, UNKNOWN, 4, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)
                .inSteps(3000)
                .column(figure);
        assertThat(column).containsExactly(4, UNKNOWN);
    }

    @Test
    void steps_are_those_of_the_wall_clock_and_end_with_their_last_sample() {
        Samples steps = new Samples(new long[] {61_500, 62_900, 63_000, 68_100}, columns(1, 2, 3, 4)).inSteps(3000);
        assertThat(steps.at()).containsExactly(62_900, 63_000, 68_100);
        assertThat(steps.column(Figure.ADMITTED)).containsExactly(3, 3, 4);
    }

    private static double[][] columns(double... each) {
        double[][] columns = new double[Figure.values().length][];
        Arrays.fill(columns, each);
        return columns;
    }

    /** Who asks for what came after the last step misses nothing and gets nothing twice. */
    @Test
    void the_rest_of_a_step_is_a_step_of_its_own() {
        Samples early = samples(Figure.ADMITTED, 1, 2);
        Samples late = samples(Figure.ADMITTED, 1, 2, 3, 4).skip(2);
        assertThat(early.inSteps(10_000).column(Figure.ADMITTED)).containsExactly(3);
        assertThat(late.inSteps(10_000).column(Figure.ADMITTED)).containsExactly(7);
        assertThat(early.inSteps(10_000).at()).containsExactly(61_000);
    }

    @Test
    void samples_further_apart_than_a_step_stay_as_they_are() {
        Samples samples = samples(Figure.IN_USE, 1, 2, 3);
        assertThat(samples.inSteps(1000).at()).containsExactly(samples.at());
        assertThat(samples.inSteps(1000).column(Figure.IN_USE)).containsExactly(1, 2, 3);
    }
}
