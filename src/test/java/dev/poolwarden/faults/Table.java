package dev.poolwarden.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the faults of this build did, as a table in {@code target/faults.md}; written anew with each row. Thread-safe. */
final class Table {

    private static final Path FILE = Path.of("target/faults.md");
    private static final Map<String, String> rows = new ConcurrentHashMap<>();

    private Table() {}

    static void add(Case seen) {
        add(seen, "");
    }

    /** @param note what else is to be known, behind the fault's name */
    static synchronized void add(Case seen, String note) {
        rows.put(seen.fault(), seen.row(note));
        List<String> order = Faults.all().stream().map(Fault::name).toList();
        List<String> names = new ArrayList<>(rows.keySet());
        names.sort(Comparator.<String>comparingInt(name -> order.contains(name) ? order.indexOf(name) : order.size())
                .thenComparing(Comparator.naturalOrder()));
        List<String> lines = new ArrayList<>(Case.HEADER);
        names.forEach(name -> lines.add(rows.get(name)));
        try {
            Files.write(FILE, lines);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
