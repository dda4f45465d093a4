package dev.poolwarden.bench.overload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets the client have the little CPU that it needs when it needs it. Linux' autogroups share the CPU among sessions, and each of
 * PostgreSQL's processes is a session of its own: beside 80 busy ones, the whole client would get an 81st and send its requests
 * seconds late. A client on another machine, or an application in a container, has no such rival.
 */
final class Precedence {

    private static final Path GROUP = Path.of("/proc/self/autogroup");
    private static final Path IN_USE = Path.of("/proc/sys/kernel/sched_autogroup_enabled");
    private static final String FIRST = "-20";

    private Precedence() {}

    /** Takes precedence where the kernel has such groups; needs the rights of root there. Returns what came of it. */
    static String take() {
        try {
            if (!Files.exists(GROUP) || Files.readString(IN_USE).strip().equals("0")) {
                return "the kernel shares the CPU by threads";
            }
            Files.writeString(GROUP, FIRST);
            return "the client takes precedence over single sessions of the database (autogroup at nice " + FIRST + ")";
        } catch (IOException e) {
            return "the client may have been starved: autogroups are on, and its own could not be raised (" + e + ")";
        }
    }
}
