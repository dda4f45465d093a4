package dev.poolwarden.bench.overload;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much CPU this process uses. One thread. */
final class CpuUse {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private long cpu;
    private long since;

    CpuUse() {
        begin();
    }

    /** What was used before is forgotten. */
    void begin() {
        cpu = PROCESS.getProcessCpuTime();
        since = System.nanoTime();
    }

    /** CPU time per time since the beginning; 1 is one core. */
    double cores() {
        return (double) (PROCESS.getProcessCpuTime() - cpu) / Math.max(1, System.nanoTime() - since);
    }
}
