package dev.poolwarden.faults;

import java.util.List;

/** A standby takes over. It follows in step: what the primary has acknowledged, it has. */
final class FailoverFaults {

    private FailoverFaults() {}

    static List<Fault> all() {
        return List.of(killed(), promotedAway());
    }

    private static Fault killed() {
        Standby[] standby = new Standby[1];
        return new Fault(
                "Primary killed, a standby promoted",
                each -> {
                    standby[0] = Standby.of(each.postgres);
                    each.postgres.kill();
                },
                each -> {
                    each.movesTo(standby[0].promoted());
                    each.forgetsFormer();
                });
    }

    /** Connections stay open to a server that is the primary no more; only new ones find the new one. */
    private static Fault promotedAway() {
        Standby[] standby = new Standby[1];
        return new Fault(
                "Promoted away: the old primary stays, read-only",
                each -> {
                    standby[0] = Standby.of(each.postgres);
                    AccessFaults.writable(each, false);
                },
                each -> each.movesTo(standby[0].promoted()));
    }
}
