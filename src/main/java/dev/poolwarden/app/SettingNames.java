package dev.poolwarden.app;

import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names of all settings under a configuration interface, as they stand in a file and in the environment. */
final class SettingNames {

    private static final Pattern CAPITAL = Pattern.compile("([A-Z])");

    private SettingNames() {}

    /** Every setting below the prefix: a group is an interface of ours, anything else a setting. */
    static Set<String> of(Class<?> mapping, String prefix) {
        Set<String> names = new TreeSet<>();
        for (Method method : mapping.getMethods()) {
            String name = prefix + "."
                    + CAPITAL.matcher(method.getName()).replaceAll("-$1").toLowerCase(Locale.ROOT);
            Class<?> type = method.getReturnType();
            if (type.isInterface() && type.getPackageName().equals(mapping.getPackageName())) {
                names.addAll(of(type, name));
            } else {
                names.add(name);
            }
        }
        return names;
    }

    /** How the environment spells a setting. */
    static String inEnvironment(String name) {
        return name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }
}
