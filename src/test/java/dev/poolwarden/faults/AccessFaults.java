package dev.poolwarden.faults;

import java.util.List;

/** The server is there and does not let the pool in, or does not let it write. */
final class AccessFaults {

    static final Fault PASSWORD_CHANGED = new Fault(
            "Password changed",
            each -> {
                each.postgres.asAdmin("alter role app password 'another'");
                reconnect(each);
            },
            each -> each.postgres.asAdmin("alter role app password 'right'"));

    private AccessFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "Name gone from DNS",
                        each -> {
                            each.nameKnown(false);
                            reconnect(each);
                        },
                        each -> each.nameKnown(true)),
                PASSWORD_CHANGED,
                new Fault(
                        "Too many connections",
                        each -> {
                            each.postgres.asAdmin("alter role app connection limit 1");
                            reconnect(each);
                        },
                        each -> each.postgres.asAdmin("alter role app connection limit -1")),
                new Fault("Read-only, every session", each -> writable(each, false), each -> writable(each, true)),
                new Fault(
                        "Read-only, new sessions",
                        each -> {
                            each.postgres.asAdmin("alter database app set default_transaction_read_only = on");
                            ServerFaults.ALL_TERMINATED.strikes().on(each);
                        },
                        each -> each.postgres.asAdmin("alter database app reset default_transaction_read_only")));
    }

    /** Sessions that are open follow too, unlike with a setting of the database. */
    static void writable(Patient patient, boolean writable) {
        patient.postgres.asAdmin("alter system set default_transaction_read_only = " + (writable ? "off" : "on"));
        patient.postgres.asAdmin("select pg_reload_conf()");
    }

    /** What only new connections meet. */
    private static void reconnect(Patient patient) {
        patient.relay.cut();
        patient.relay.mend();
    }
}
