package dev.poolwarden.bench.overload;

import dev.poolwarden.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * Poolwarden and what people use today under more load than the database can bear, side by side on a real PostgreSQL: {@code
 * ./mvnw -Pbench verify -Dbench=overload}. Results are Markdown on the standard output, progress is told on the other one.
 *
 * <p>{@code -Dbench.options="parts=loads workloads=cpu,sleep peers=poolwarden,gradient2 seconds=3"} runs a part of it:
 *
 * <ul>
 *   <li>{@code parts}: {@code harness} (what the client itself costs), {@code loads}, {@code mixed}, {@code step}, {@code convergence}
 *   <li>{@code workloads}: {@code sleep}, {@code cpu}, {@code hot_rows}
 *   <li>{@code peers}: {@code poolwarden}, {@code agroal}, {@code agroal30}, {@code hikari}, {@code bulkhead}, {@code gradient2},
 *       {@code vegas}, {@code reference}
 *   <li>{@code loads}: multiples of the capacity; {@code 0.7,3,10}
 *   <li>{@code warmup}, {@code seconds}: of each measurement, whole seconds; step and convergence have times of their own
 *   <li>{@code repeats} of loads, and of Poolwarden's mixed runs
 *   <li>{@code seed} of the arrivals; {@code threads}, most requests under way
 * </ul>
 */
public final class Overload {

    private Overload() {}

    public static void measure() throws Exception {
        Options options = Options.parse(System.getProperty("bench.options", "all"));
        String precedence = Precedence.take();
        try (Bed bed = new Bed(options)) {
            describe(bed.postgres(), options, precedence);
            bed.warmUp();
            if (options.parts().contains("harness")) {
                HarnessCost.measure(bed);
            }
            if (options.parts().contains("loads")) {
                Loads.measure(bed, options);
            }
            if (options.parts().contains("mixed")) {
                Mixed.measure(bed, options);
            }
            if (options.parts().contains("step")) {
                Step.measure(bed, options);
            }
            if (options.parts().contains("convergence")) {
                Convergence.measure(bed, options);
            }
            capacities(bed);
        }
    }

    private static void describe(TestPostgres postgres, Options options, String precedence)
            throws SQLException, IOException {
        System.out.printf(
                Locale.ROOT,
                "%s. %d cores, %s; Linux %s; JDK %s; PostgreSQL %s, fsync off, otherwise as it comes. CPU: %s.%n%nOptions: `%s`%n",
                Instant.now().truncatedTo(ChronoUnit.MINUTES),
                Runtime.getRuntime().availableProcessors(),
                processor(),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                version(postgres),
                precedence,
                options.words());
    }

    private static String processor() throws IOException {
        Path known = Path.of("/proc/cpuinfo");
        List<String> lines = Files.exists(known) ? Files.readAllLines(known) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String version(TestPostgres postgres) throws SQLException {
        try (Connection connection = postgres.admin()) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    /** At the end, when it is known whether the machine was the same all the time. */
    private static void capacities(Bed bed) throws SQLException, InterruptedException {
        System.out.println("\n### Capacity\n");
        Table table =
                new Table("workload", "best fixed limit", "requests/s (least..most over the run)", "tried: requests/s");
        for (Workload workload : bed.workloads()) {
            Capacity capacity = bed.capacity(workload);
            capacity.now();
            table.row(List.of(
                    workload.label(),
                    Integer.toString(capacity.bestLimit()),
                    capacity.perSecond().text(0),
                    capacity.trials()));
        }
    }
}
