package dev.poolwarden.packaged;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import java.io.Closeable;
import java.net.InetAddress;
import java.time.temporal.Temporal;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What a static field must not hold, because a native image keeps the values that static fields had when it was made: the
 * same random numbers for everybody, executors whose threads are gone, the time, address and environment of the build.
 */
final class ImageHeap {

    private static final Set<Class<?>> OF_A_PROCESS = Set.of(
            Random.class,
            RandomGenerator.class,
            Thread.class,
            ThreadGroup.class,
            Executor.class,
            Process.class,
            ProcessHandle.class,
            Closeable.class,
            InetAddress.class,
            Temporal.class);

    /** What tells one process from another, and one moment from the next. */
    private static final Set<String> OF_THE_MOMENT = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.Thread.currentThread",
            "java.net.InetAddress.getLocalHost",
            "java.time.Instant.now",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.lang.ProcessHandle.current");

    private ImageHeap() {}

    static boolean staysOut(JavaClass type) {
        boolean held = type.getFields().stream()
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .anyMatch(field -> OF_A_PROCESS.stream()
                        .anyMatch(each -> field.getRawType().isAssignableTo(each)));
        return !held
                && type.getStaticInitializer().map(ImageHeap::asksForNothing).orElse(true);
    }

    private static boolean asksForNothing(JavaStaticInitializer code) {
        return code.getCallsFromSelf().stream()
                .filter(call -> !call.isDeclaredInLambda()) // which runs later
                .map(call -> call.getTarget())
                .noneMatch(target -> OF_THE_MOMENT.contains(name(target)) || makes(target));
    }

    private static boolean makes(AccessTarget target) {
        return target.getName().equals("<init>")
                && OF_A_PROCESS.stream().anyMatch(each -> target.getOwner().isAssignableTo(each));
    }

    private static String name(AccessTarget target) {
        return target.getOwner().getName() + "." + target.getName();
    }
}
