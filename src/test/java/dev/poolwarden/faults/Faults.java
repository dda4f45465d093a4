package dev.poolwarden.faults;

import java.util.List;
import java.util.stream.Stream;

/** What databases and networks do. */
final class Faults {

    private Faults() {}

    /** In the order of the table; all of one patient, one after the other. */
    static List<Fault> all() {
        return Stream.of(ServerFaults.all(), AccessFaults.all(), FailoverFaults.all(), NetworkFaults.all(), pairs())
                .flatMap(List::stream)
                .toList();
    }

    /** Those that can strike where nobody is ever idle. */
    static List<Fault> underLoad() {
        return all().stream().filter(each -> each != NetworkFaults.FORGETFUL).toList();
    }

    private static List<Fault> pairs() {
        return List.of(
                NetworkFaults.SILENT.and(ServerFaults.RESTARTED),
                AccessFaults.PASSWORD_CHANGED.and(ServerFaults.KILLED),
                NetworkFaults.SLOW.and(ServerFaults.ALL_TERMINATED));
    }
}
