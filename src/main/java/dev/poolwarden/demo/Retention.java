package dev.poolwarden.demo;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many rows each table that grows may keep; the oldest go first. A conversation that still has messages stays beyond its
 * number, so that whoever talks in an old one can go on; the messages' own bound is the bound for these.
 */
final class Retention {

    static final Map<String, Integer> ROWS_KEPT = Map.of(
            "conversations", 5_000,
            "messages", 20_000,
            "activities", 20_000,
            "notifications", 5_000,
            "meetings", 1_000,
            "trainings", 1_000,
            "awards", 1_000,
            "reviews", 1_000,
            "shared_files", 1_000);

    // Skips locked rows: clean-up does not queue behind a request that holds its transaction open.
    private static final String DELETE = """
            delete from poolwarden_demo.%1$s where id in (
                select id from poolwarden_demo.%1$s
                where id <= (select id from poolwarden_demo.%1$s order by id desc offset %2$d limit 1)%3$s
                for update skip locked)""";

    private static final String WITHOUT_MESSAGES =
            " and not exists (select from poolwarden_demo.messages where conversation_id = conversations.id)";

    private Retention() {}

    /** One statement per table, always in the same order, so that two instances do not lock each other out. */
    static String script() {
        return new TreeMap<>(ROWS_KEPT)
                .entrySet().stream()
                        .map(table -> delete(table.getKey(), table.getValue()))
                        .collect(joining(";\n"));
    }

    private static String delete(String table, int rowsKept) {
        return DELETE.formatted(table, rowsKept, table.equals("conversations") ? WITHOUT_MESSAGES : "");
    }
}
