package dev.poolwarden.bench.overhead;

import dev.poolwarden.testing.TestPostgres;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a guard costs a caller that nobody is in the way of: acquire and release on a stub driver, all peers side by side. Each
 * round has every peer in a JVM of its own, so that a machine that slows down meanwhile slows all; the median of the rounds
 * counts. About ten minutes.
 */
public final class Overhead {

    private static final int ROUNDS = Integer.getInteger("poolwarden.bench.rounds", 3);
    private static final int[] THREADS = {1, 16};

    /** Of one peer by one number of threads: a value a round. */
    private record Figures(List<Double> nanos, List<Double> bytes) {

        Figures() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        static double median(List<Double> values) {
            return values.stream().sorted().toList().get(values.size() / 2);
        }
    }

    private final List<Map<Peer, Figures>> byThreads = new ArrayList<>();
    private final String url;

    private Overhead(String url) {
        this.url = url;
        for (int ignored : THREADS) {
            byThreads.add(new EnumMap<>(Peer.class));
        }
    }

    public static void measure() throws RunnerException {
        try (TestPostgres postgres = new TestPostgres()) {
            Overhead overhead = new Overhead(postgres.url());
            for (int round = 1; round <= ROUNDS; round++) {
                System.out.println("Round " + round + " of " + ROUNDS);
                overhead.round();
            }
            overhead.print();
        }
    }

    private void round() throws RunnerException {
        for (Peer peer : Peer.values()) {
            for (int i = 0; i < THREADS.length; i++) {
                RunResult result = new Runner(options(peer, THREADS[i])).runSingle();
                Figures figures = byThreads.get(i).computeIfAbsent(peer, each -> new Figures());
                figures.nanos().add(1 / result.getPrimaryResult().getScore());
                figures.bytes().add(allocated(result));
                System.out.printf(
                        Locale.ROOT,
                        "  %s, %d threads: %.0f ns, %.0f B%n",
                        peer.title,
                        THREADS[i],
                        last(figures.nanos()),
                        last(figures.bytes()));
            }
        }
    }

    private static double last(List<Double> values) {
        return values.get(values.size() - 1);
    }

    private Options options(Peer peer, int threads) {
        return new OptionsBuilder()
                .include("^" + Checkout.class.getName() + ".checkout$")
                .param("peer", peer.name())
                .threads(threads)
                .forks(1)
                .jvmArgsAppend("-D" + Checkout.URL + "=" + url, "-Xms256m", "-Xmx256m")
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.NANOSECONDS)
                .warmupIterations(12) // sixteen threads on two cores leave the compiler little time
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(4)
                .measurementTime(TimeValue.milliseconds(400))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
    }

    /** In bytes an operation. */
    private static double allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(each -> each.getKey().endsWith("gc.alloc.rate.norm"))
                .map(Map.Entry::getValue)
                .mapToDouble(Result::getScore)
                .findFirst()
                .orElse(Double.NaN);
    }

    private void print() {
        System.out.printf(
                "%nAcquire and release on a stub driver, median of %d JVMs (lowest to highest). %s %s, %d cores, %s %s%n%n",
                ROUNDS,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"));
        System.out.println(
                "| guard | ns, 1 thread | over Agroal | ns, 16 threads | over Agroal | bytes, 1 | bytes, 16 |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|");
        for (Peer peer : Peer.values()) {
            System.out.printf("| %s | %s | %s | %s |%n", peer.title, nanos(0, peer), nanos(1, peer), bytes(peer));
        }
    }

    private String nanos(int threads, Peer peer) {
        List<Double> own = byThreads.get(threads).get(peer).nanos();
        double agroals = Figures.median(byThreads.get(threads).get(Peer.AGROAL).nanos());
        return String.format(
                Locale.ROOT,
                "%.0f (%.0f-%.0f) | %+.0f",
                Figures.median(own),
                own.stream().mapToDouble(each -> each).min().orElseThrow(),
                own.stream().mapToDouble(each -> each).max().orElseThrow(),
                Figures.median(own) - agroals);
    }

    private String bytes(Peer peer) {
        return String.format(
                Locale.ROOT,
                "%.0f | %.0f",
                Figures.median(byThreads.get(0).get(peer).bytes()),
                Figures.median(byThreads.get(1).get(peer).bytes()));
    }
}
