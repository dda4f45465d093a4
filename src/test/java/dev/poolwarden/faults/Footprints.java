package dev.poolwarden.faults;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

/** Footprints of a run, one a second, and whether they grew. Thread-safe. */
final class Footprints {

    private static final int PARTS = 5;

    private final List<Footprint> all = new CopyOnWriteArrayList<>();

    void add(Footprint footprint) {
        all.add(footprint);
    }

    /** The middle of each figure within a fifth of the run; of the heap the least, which is what was left after a collection. */
    private Footprint part(int part) {
        List<Footprint> these = all.subList(all.size() * part / PARTS, all.size() * (part + 1) / PARTS);
        return new Footprint(
                these.stream().mapToDouble(Footprint::heapMb).min().orElse(0),
                median(these, Footprint::residentMb),
                (int) median(these, Footprint::threads),
                (int) median(these, Footprint::workers),
                (int) median(these, Footprint::files));
    }

    private static double median(List<Footprint> footprints, ToDoubleFunction<Footprint> figure) {
        return footprints.stream()
                .mapToDouble(figure)
                .sorted()
                .skip(footprints.size() / 2)
                .findFirst()
                .orElse(0);
    }

    /** The last fifth against the second one: in the first, classes are loaded and code is compiled. */
    void check(Findings findings, Growth allowed) {
        if (all.isEmpty()) {
            return;
        }
        Footprint early = part(1);
        Footprint late = part(PARTS - 1);
        flat(findings, "MB of heap", early.heapMb(), late.heapMb(), allowed.memory(early.heapMb()));
        flat(findings, "MB resident", early.residentMb(), late.residentMb(), allowed.memory(early.residentMb()));
        flat(findings, "threads", early.threads(), late.threads(), allowed.threads());
        flat(findings, "files", early.files(), late.files(), allowed.files());
    }

    private static void flat(Findings findings, String what, double early, double late, double allowed) {
        findings.check(
                Invariant.FLAT,
                late - early <= allowed,
                () -> String.format(
                        Locale.ROOT, "%.1f %s after %.1f; %.1f more are allowed", late, what, early, allowed));
    }

    /** Rows of a table: what, and how much of it in the second fifth, in the middle and in the last. */
    List<String> rows() {
        return List.of(
                row("live heap, MB", Footprint::heapMb),
                row("resident, MB", Footprint::residentMb),
                row("threads, workers left out", Footprint::threads),
                row("workers", Footprint::workers),
                row("files, HTTP left out", Footprint::files));
    }

    private String row(String what, ToDoubleFunction<Footprint> figure) {
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f | %.0f |",
                what,
                figure.applyAsDouble(part(1)),
                figure.applyAsDouble(part(2)),
                figure.applyAsDouble(part(PARTS - 1)),
                all.stream().mapToDouble(figure).max().orElse(0));
    }

    /**
     * How much more there may be at the end.
     *
     * @param share of the memory there was
     * @param mb on top of that
     */
    record Growth(double share, double mb, int threads, int files) {

        double memory(double before) {
            return share * before + mb;
        }
    }
}
