package dev.poolwarden.bench.overload;

import java.util.Collections;
import java.util.List;

/** A Markdown table on the standard output. The first column is text, the others are figures. */
final class Table {

    private final int columns;

    Table(String... titles) {
        columns = titles.length;
        row(List.of(titles));
        System.out.println("|---|" + String.join("", Collections.nCopies(columns - 1, "--:|")));
    }

    void row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(cells.size() + " cells in a table of " + columns + " columns");
        }
        System.out.println("| " + String.join(" | ", cells) + " |");
    }
}
