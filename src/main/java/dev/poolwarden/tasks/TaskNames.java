package dev.poolwarden.tasks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * How a task is called: its identity, or {@code Class.method} of a scheduled method that has none. Where two classes have that name,
 * the one that asks first gets it and the other its package besides: two methods that passed for one task would run in each
 * other's stead, one of them perhaps never. Thread-safe.
 */
final class TaskNames {

    /** What Quarkus calls a scheduled method that has no identity: {@code 1_org.example.Cleaner#clean}. */
    private static final Pattern METHOD = Pattern.compile("[0-9]+_([\\w.$]+)#(\\w+)");

    /** Which class has a name; as many as there are methods. */
    private final Map<String, String> owners = new ConcurrentHashMap<>();

    String of(String triggerId) {
        var method = METHOD.matcher(triggerId);
        return method.matches() ? of(method.group(1), method.group(2)) : triggerId;
    }

    String of(String className, String methodName) {
        String name = readable(className.substring(className.lastIndexOf('.') + 1), methodName);
        String owner = owners.putIfAbsent(name, className);
        return owner == null || owner.equals(className) ? name : readable(className, methodName);
    }

    private static String readable(String className, String methodName) {
        return className.replace('$', '.') + "." + methodName;
    }
}
