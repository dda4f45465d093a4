package dev.poolwarden.bench.overload;

import java.util.List;
import java.util.Locale;

/** Repeated measurements of one thing: the one in the middle, and how far they lie apart. In the unit of what was measured. */
record Spread(double median, double min, double max) {

    static Spread of(List<Double> measured) {
        double[] sorted = measured.stream()
                .mapToDouble(Double::doubleValue)
                .filter(each -> !Double.isNaN(each))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        double middle = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return new Spread(middle, sorted[0], sorted[sorted.length - 1]);
    }

    /** Median (least..most) with so many digits after the point; the median alone where all are alike; a dash for nothing. */
    String text(int digits) {
        if (Double.isNaN(median)) {
            return "-";
        }
        String middle = number(median, digits);
        String least = number(min, digits);
        String most = number(max, digits);
        return least.equals(most) ? middle : middle + " (" + least + ".." + most + ")";
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
