package dev.poolwarden.app;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a development JVM whose Maven was killed: it would live on, and the embedded PostgreSQL with it. Being handed to
 * another parent is how a process learns that its own is gone.
 */
@IfBuildProfile("dev")
class EndWithMaven {

    /** Survives live reloads, whose class loaders come and go: one watch a JVM. */
    private static final String WATCHING = "poolwarden-watches-maven";

    void watch(@Observes StartupEvent event) {
        Optional<Long> maven = parent();
        boolean watched = Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> each.getName().equals(WATCHING));
        if (maven.isEmpty() || watched) {
            return;
        }
        Thread watch = new Thread(() -> endAfter(maven), WATCHING);
        watch.setDaemon(true);
        watch.start();
    }

    private static void endAfter(Optional<Long> maven) {
        while (parent().equals(maven)) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
        Runtime.getRuntime().exit(0);
    }

    private static Optional<Long> parent() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid);
    }
}
