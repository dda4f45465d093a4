package dev.poolwarden.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a soak found, in Markdown. */
final class SoakReport {

    private static final int SHOWN = 5;
    private static final int LOGGED = 10;

    private final List<String> lines = new ArrayList<>();
    private List<String> logged = List.of();

    SoakReport(long seed, Duration length) {
        add("# Soak");
        add("");
        add("Seed %d, %d s.", seed, length.toSeconds());
        add("");
    }

    private void add(String format, Object... arguments) {
        lines.add(String.format(Locale.ROOT, format, arguments));
    }

    void load(double capacity, double offered, Tally tally, OpenLoop load) {
        Map<Integer, Integer> statuses = tally.statuses();
        int served = statuses.entrySet().stream()
                .filter(each -> each.getKey() / 100 == 2)
                .mapToInt(Map.Entry::getValue)
                .sum();
        String failed = statuses.entrySet().stream()
                .filter(each -> each.getKey() / 100 != 2 && each.getKey() != Tally.TOLD)
                .map(each -> each.getValue() + " x " + (each.getKey() == 0 ? "no answer" : each.getKey()))
                .collect(Collectors.joining(", "));
        add("| what | figure |");
        add("|---|--:|");
        add("| capacity, closed loop | %.0f/s |", capacity);
        add("| offered | %.0f/s |", offered);
        add("| served | %d |", served);
        add("| told 503 | %d |", statuses.getOrDefault(Tally.TOLD, 0));
        add("| failed otherwise | %s |", failed.isEmpty() ? "0" : failed);
        add("| not sent, too many under way | %d |", load.unsent());
        add("| longest request | %d ms |", tally.longest().toMillis());
        add("| client late, p99 | %.1f ms |", load.lateMillis());
    }

    void watch(Watch watch) {
        add("| config, p99 and longest | %.1f ms, %.1f ms |", watch.configs.p99(), watch.configs.longest());
        add("| status, p99 and longest | %.1f ms, %.1f ms |", watch.statuses.p99(), watch.statuses.longest());
        add("");
        add("| of the process | second fifth | third | last | most |");
        add("|---|--:|--:|--:|--:|");
        lines.addAll(watch.footprints.rows());
    }

    void mishaps(List<String> rows) {
        add("");
        add("| at | fault | lasted | served again after |");
        add("|---|---|--:|--:|");
        lines.addAll(rows);
    }

    void findings(Findings findings) {
        add("");
        add("| invariant | looked | violated |");
        add("|---|--:|--:|");
        for (Invariant each : Invariant.values()) {
            add(
                    "| %s | %d | %d |",
                    each.sentence,
                    findings.looks(each),
                    findings.violations(each).size());
        }
        for (Invariant each : Invariant.values()) {
            List<String> violations = findings.violations(each);
            if (!violations.isEmpty()) {
                add("");
                add("%s:", each.sentence);
                add("");
                violations.stream().limit(SHOWN).forEach(one -> lines.add("- " + one));
            }
        }
    }

    /** The last that the application has said. */
    void log(List<String> log) {
        logged = log.subList(Math.max(0, log.size() - LOGGED), log.size());
    }

    void write(Path to) throws IOException {
        add("");
        add("The last that the application has said:");
        add("");
        logged.forEach(line -> lines.add("    " + line));
        Files.write(to, lines);
    }
}
