package dev.poolwarden.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in an expression of PromQL, whose grammar promtool knows: what is neither a function, a keyword nor a label is a
 * metric.
 *
 * @param selectors the metrics, each with what is asked of its labels
 * @param grouped labels by which is added up or joined
 */
record PromqlNames(List<Selector> selectors, Set<String> grouped) {

    /** A metric in the expression. */
    record Selector(String metric, List<Label> labels) {}

    /** @param values those that the matcher names, by equality or in a list of alternatives */
    record Label(String name, List<String> values) {}

    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern WINDOW = Pattern.compile("\\[[^]]*]");
    private static final Pattern SELECTOR =
            Pattern.compile("(?<![\\w.:$])([a-zA-Z_:][\\w:]*+)(?!\\s*\\()(?:\\s*\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "offset", "bool");

    static PromqlNames in(String expression) {
        Set<String> grouped = new HashSet<>();
        GROUPING.matcher(expression)
                .results()
                .forEach(each -> grouped.addAll(List.of(each.group(1).split(",\\s*"))));
        String rest =
                WINDOW.matcher(GROUPING.matcher(expression).replaceAll("")).replaceAll("");
        List<Selector> selectors = new ArrayList<>();
        Matcher selector = SELECTOR.matcher(rest);
        while (selector.find()) {
            if (!KEYWORDS.contains(selector.group(1))) {
                selectors.add(new Selector(selector.group(1), labels(selector.group(2))));
            }
        }
        return new PromqlNames(selectors, grouped);
    }

    private static List<Label> labels(String matchers) {
        return matchers == null
                ? List.of()
                : LABEL.matcher(matchers)
                        .results()
                        .map(each ->
                                new Label(each.group(1), List.of(each.group(2).split("\\|"))))
                        .toList();
    }
}
