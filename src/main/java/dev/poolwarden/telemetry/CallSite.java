package dev.poolwarden.telemetry;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.regex.Pattern;

/** How a place in the code is called: the class' simple name, the method, the line; without what generators add to names. */
final class CallSite {

    /** The JDK, whatever lies between an application and its connection, and Poolwarden itself without its demo. */
    private static final List<String> PLUMBING = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "io.agroal.",
            "io.quarkus.",
            "io.smallrye.",
            "io.vertx.",
            "io.netty.",
            "org.jboss.",
            "com.arjuna.",
            "org.hibernate.",
            "org.jooq.",
            "org.jdbi.",
            "org.postgresql.",
            "org.springframework.",
            "com.zaxxer.",
            "dev.poolwarden.analysis.",
            "dev.poolwarden.api.",
            "dev.poolwarden.app.",
            "dev.poolwarden.breaker.",
            "dev.poolwarden.control.",
            "dev.poolwarden.gate.",
            "dev.poolwarden.pool.",
            "dev.poolwarden.pressure.",
            "dev.poolwarden.reading.",
            "dev.poolwarden.reclaim.",
            "dev.poolwarden.tasks.",
            "dev.poolwarden.telemetry.",
            "dev.poolwarden.throttle.",
            "dev.poolwarden.transaction.");

    /** An interceptor's subclass, a client proxy, a proxy by bytecode, a hidden class' address, an anonymous class. */
    private static final Pattern GENERATED = Pattern.compile("_Subclass|_ClientProxy|\\$\\$.*|/.*|\\$[0-9]+(?![^$])");

    /** With a number where the class is inside a method. */
    private static final Pattern NESTED = Pattern.compile("\\$[0-9]*");

    private static final Pattern LAMBDA = Pattern.compile("(?:lambda\\$)+(.+?)(?:\\$[0-9]+)+");

    private CallSite() {}

    static boolean isApplication(StackFrame frame) {
        return isApplication(frame.getClassName());
    }

    static boolean isApplication(String className) {
        for (String prefix : PLUMBING) {
            if (className.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }

    static String of(StackFrame frame) {
        int line = frame.getLineNumber();
        String method = named(frame.getClassName(), frame.getMethodName());
        return line > 0 ? method + ":" + line : method;
    }

    /** {@code Class.method}; of a nested class, {@code Outer.Inner.method}. */
    static String named(String className, String methodName) {
        String simple = className.substring(packageEnd(className));
        String source = GENERATED.matcher(simple).replaceAll("");
        return NESTED.matcher(source).replaceAll(".") + "." + written(methodName);
    }

    /** A hidden class' name ends with a slash and its address, in which a dot tells nothing of packages. */
    private static int packageEnd(String className) {
        int slash = className.indexOf('/');
        return className.lastIndexOf('.', slash < 0 ? className.length() : slash) + 1;
    }

    private static String written(String method) {
        var lambda = LAMBDA.matcher(method);
        String source = lambda.matches() ? lambda.group(1) : method;
        int generated = source.indexOf("$$");
        return generated > 0 ? source.substring(0, generated) : source;
    }
}
