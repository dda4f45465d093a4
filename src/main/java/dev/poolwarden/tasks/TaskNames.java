package dev.poolwarden.tasks;

import java.util.regex.Pattern;

/** How a task is called: its identity, or {@code Class.method} of a scheduled method that has none. */
final class TaskNames {

    /** What Quarkus calls a scheduled method that has no identity: {@code 1_org.example.Cleaner#clean}. */
    private static final Pattern METHOD = Pattern.compile("[0-9]+_([\\w.$]+)#(\\w+)");

    private TaskNames() {}

    static String of(String triggerId) {
        var method = METHOD.matcher(triggerId);
        return method.matches() ? of(method.group(1), method.group(2)) : triggerId;
    }

    static String of(String className, String methodName) {
        return className.substring(className.lastIndexOf('.') + 1).replace('$', '.') + "." + methodName;
    }
}
