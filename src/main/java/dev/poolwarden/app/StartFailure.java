package dev.poolwarden.app;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Says why the application did not start: a line for each setting that is wrong, a stack trace for anything unforeseen. */
final class StartFailure {

    private static final Pattern BAD_VALUE = Pattern.compile(
            "config property (\\S+) with the config value \"(.*?)\" threw an Exception whilst being converted (?:SRCFG\\d+: )?(.*)",
            Pattern.DOTALL);
    private static final Pattern UNKNOWN = Pattern.compile("SRCFG00050: (\\S+) in (.+) does not map to any root");
    private static final Pattern EMPTY = Pattern.compile("config property (\\S+) is defined as the empty String");
    private static final Pattern CHOICE = Pattern.compile("allowed values: (.*)");
    private static final Map<String, String> KINDS = Map.of(
            "Expected an integer", "a whole number",
            "Expected a long", "a whole number",
            "Expected a double", "a number",
            "Expected a boolean", "true or false",
            "nvalid duration", "a duration such as 500ms, 30s or 5m, or a number of seconds");
    private static final Pattern CODE = Pattern.compile("SRCFG\\d+: ");

    private StartFailure() {}

    static void report(Throwable failure) {
        Throwable cause = ExceptionUtil.getRootCause(failure);
        if (cause instanceof ConfigurationException
                || cause instanceof ConfigValidationException
                || isEmptyValue(cause)) {
            lines(cause).forEach(System.err::println);
        } else {
            Logger.getLogger("dev.poolwarden").errorf(failure, "Poolwarden did not start: %s", cause.getMessage());
        }
    }

    /** The failure in words that name the setting, the value and what is allowed. */
    static List<String> lines(Throwable cause) {
        if (cause instanceof ConfigValidationException invalid) {
            return IntStream.range(0, invalid.getProblemCount())
                    .mapToObj(i -> line(invalid.getProblem(i).getMessage()))
                    .toList();
        }
        return List.of(line(cause.getMessage()));
    }

    private static boolean isEmptyValue(Throwable cause) {
        return cause instanceof NoSuchElementException
                && cause.getMessage() != null
                && EMPTY.matcher(cause.getMessage()).find();
    }

    private static String line(String problem) {
        Matcher empty = EMPTY.matcher(problem);
        if (empty.find()) {
            return "%s%s is empty; give it a value, or leave it out for the default"
                    .formatted(empty.group(1), familiar(empty.group(1)));
        }
        Matcher bad = BAD_VALUE.matcher(problem);
        if (bad.find()) {
            String name = bad.group(1);
            return "%s%s is \"%s\"; %s"
                    .formatted(name, familiar(name), shown(name, bad.group(2)), allowed(bad.group(3)));
        }
        Matcher unknown = UNKNOWN.matcher(problem);
        return unknown.find()
                ? "%s is no setting of Poolwarden (found in %s); docs/settings.md lists them all"
                        .formatted(unknown.group(1), unknown.group(2))
                : CODE.matcher(problem).replaceAll("");
    }

    /** The value may have been set under a name that people already had. */
    private static String familiar(String name) {
        List<String> names = FamiliarNames.forSetting(name);
        return names.isEmpty() ? "" : " (also " + String.join(", ", names) + ")";
    }

    private static String allowed(String reason) {
        Matcher choice = CHOICE.matcher(reason);
        if (choice.find()) {
            return "allowed is one of " + choice.group(1).replace(",", ", ");
        }
        return KINDS.entrySet().stream()
                .filter(kind -> reason.contains(kind.getKey()))
                .map(kind -> "allowed is " + kind.getValue())
                .findFirst()
                .orElseGet(() -> CODE.matcher(reason).replaceAll(""));
    }

    private static String shown(String name, String value) {
        return name.contains("password") || name.contains("operators") ? "..." : value;
    }
}
