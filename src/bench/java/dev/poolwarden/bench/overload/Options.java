package dev.poolwarden.bench.overload;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What to run: words {@code name=value} with blanks between them, several values with commas; {@code all} for everything.
 *
 * @param words all of them, defaults included, in alphabetical order
 * @param parts of {@link Overload}
 * @param workloads of {@link Workload}
 * @param peers for all parts; those that a part has no use for are left out there
 * @param loads multiples of the capacity
 * @param warmUp before each measurement
 * @param measured length of each measurement
 * @param repeats of each measurement
 * @param seed of the arrivals
 * @param threads most requests under way in the client
 */
record Options(
        String words,
        Set<String> parts,
        List<String> workloads,
        List<Peers> peers,
        List<Double> loads,
        Duration warmUp,
        Duration measured,
        int repeats,
        long seed,
        int threads) {

    private static final Map<String, String> DEFAULTS = Map.of(
            "parts", "harness,loads,mixed,step,convergence",
            "workloads", "sleep,cpu,hot_rows",
            "peers", "poolwarden,agroal,agroal30,hikari,bulkhead,gradient2,vegas,reference",
            "loads", "0.7,3,10",
            "warmup", "3",
            "seconds", "5",
            "repeats", "2",
            "seed", "1",
            "threads", "4000");

    /** @throws IllegalArgumentException naming the word that is none of ours */
    static Options parse(String text) {
        Map<String, String> words = new TreeMap<>(DEFAULTS);
        for (String word : text.isBlank() || text.equals("all")
                ? new String[0]
                : text.trim().split("\\s+")) {
            String[] parts = word.split("=", 2);
            if (parts.length < 2 || words.put(parts[0], parts[1]) == null) {
                throw new IllegalArgumentException(word + "; allowed are " + DEFAULTS);
            }
        }
        return new Options(
                words.entrySet().stream().map(Object::toString).collect(Collectors.joining(" ")),
                parts(words.get("parts")),
                list(words.get("workloads")),
                list(words.get("peers")).stream().map(Options::peer).toList(),
                list(words.get("loads")).stream().map(Double::valueOf).toList(),
                seconds(words.get("warmup")),
                seconds(words.get("seconds")),
                Integer.parseInt(words.get("repeats")),
                Long.parseLong(words.get("seed")),
                Integer.parseInt(words.get("threads")));
    }

    private static List<String> list(String values) {
        return List.of(values.split(","));
    }

    private static Set<String> parts(String values) {
        Set<String> parts = Set.copyOf(list(values));
        if (!list(DEFAULTS.get("parts")).containsAll(parts)) {
            throw new IllegalArgumentException("parts=" + values + "; allowed are " + DEFAULTS);
        }
        return parts;
    }

    private static Peers peer(String name) {
        return Arrays.stream(Peers.values())
                .filter(each -> each.option().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("peers=" + name + "; allowed are " + DEFAULTS));
    }

    private static Duration seconds(String value) {
        return Duration.ofSeconds(Long.parseLong(value));
    }

    Window window() {
        return new Window(warmUp, measured);
    }
}
