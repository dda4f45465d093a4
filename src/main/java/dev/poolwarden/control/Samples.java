package dev.poolwarden.control;

import java.util.Arrays;

/** Samples of the {@link History}, or steps of several, oldest first: a copy of the reader's own. */
public final class Samples {

    private final long[] at;
    private final double[][] columns; // by figure

    Samples(long[] at, double[][] columns) {
        this.at = at;
        this.columns = columns;
    }

    public int size() {
        return at.length;
    }

    /** When each was taken, in ms since 1970, ascending. */
    public long[] at() {
        return at;
    }

    /** The figure of each; NaN where it is unknown. */
    public double[] column(Figure figure) {
        return columns[figure.ordinal()];
    }

    /** Without the first ones. */
    Samples skip(int first) {
        return new Samples(
                Arrays.copyOfRange(at, first, at.length),
                Arrays.stream(columns)
                        .map(each -> Arrays.copyOfRange(each, first, each.length))
                        .toArray(double[][]::new));
    }

    /**
     * Those within the same step of the wall clock put into one, whose time is that of its last sample: so whoever asks for what
     * came after the last step gets the rest of it, as a step of its own.
     *
     * @param millis length of a step, 1 and above
     */
    public Samples inSteps(long millis) {
        int[] ends = ends(millis);
        long[] joinedAt = Arrays.stream(ends).mapToLong(end -> at[end]).toArray();
        double[][] joined = new double[columns.length][];
        for (Figure figure : Figure.values()) {
            joined[figure.ordinal()] = join(figure, ends);
        }
        return new Samples(joinedAt, joined);
    }

    /** The last index of each step. */
    private int[] ends(long millis) {
        int[] ends = new int[at.length];
        int steps = 0;
        for (int i = 0; i < at.length; i++) {
            if (i + 1 == at.length || Math.floorDiv(at[i], millis) != Math.floorDiv(at[i + 1], millis)) {
                ends[steps++] = i;
            }
        }
        return Arrays.copyOf(ends, steps);
    }

    private double[] join(Figure figure, int[] ends) {
        double[] column = column(figure);
        double[] joined = new double[ends.length];
        int next = 0;
        for (int step = 0; step < ends.length; step++) {
            double value = column[next++];
            while (next <= ends[step]) {
                value = figure.join(value, column[next++]);
            }
            joined[step] = value;
        }
        return joined;
    }
}
