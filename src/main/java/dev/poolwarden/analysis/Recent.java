package dev.poolwarden.analysis;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The last minutes in sums, in which what is older counts less: half after a minute, a thousandth after ten. Immutable.
 *
 * @param sums what is not there is zero
 * @param clients who held connections while anybody waited
 * @param outside who held them outside requests while users waited, by call site
 */
record Recent(Map<Quantity, Double> sums, Crowd clients, Crowd outside) {

    /** Nothing was seen yet. */
    static final Recent NOTHING = new Recent(Map.of(), Crowd.NOBODY, Crowd.NOBODY);

    /**
     * Who has what part of the connections that were held, those that nobody is named for included.
     *
     * @param percent of those that are named, together
     * @param names how many are
     * @param largest the first of them, largest first
     */
    record Crowd(double percent, int names, List<Part> largest) {

        static final Crowd NOBODY = new Crowd(0, 0, List.of());

        Crowd {
            largest = List.copyOf(largest);
        }
    }

    /** One of them, in percent of all that was held. */
    record Part(String name, double percent) {}

    Recent {
        EnumMap<Quantity, Double> copy = new EnumMap<>(Quantity.class);
        copy.putAll(sums);
        sums = copy;
    }

    double sum(Quantity quantity) {
        return sums.getOrDefault(quantity, 0.0);
    }

    /** The mean over the time; zero while nothing was seen. */
    double mean(Quantity quantity) {
        return ratio(quantity, Quantity.SECONDS);
    }

    /** Share of the time, 0..100; zero while nothing was seen. */
    double percent(Quantity seconds) {
        return 100 * mean(seconds);
    }

    double ratio(Quantity part, Quantity of) {
        double all = sum(of);
        return all == 0 ? 0 : sum(part) / all;
    }

    /** Whether so much was seen, in s: at most 86, since older seconds count for less than one. */
    boolean covers(double seconds) {
        return sum(Quantity.SECONDS) >= seconds;
    }
}
