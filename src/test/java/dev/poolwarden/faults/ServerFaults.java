package dev.poolwarden.faults;

import java.util.List;

/** What happens to the server's processes and its disk. */
final class ServerFaults {

    static final Fault KILLED =
            new Fault("PostgreSQL killed with -9", each -> each.postgres.kill(), each -> each.postgres.start());
    static final Fault RESTARTED =
            new Fault("PostgreSQL restarted", each -> each.postgres.stop(), each -> each.postgres.start());
    static final Fault ALL_TERMINATED = Fault.momentary(
            "Every backend terminated",
            each -> each.postgres.asAdmin(
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'"));

    private static final Fault ONE_TERMINATED = Fault.momentary(
            "One backend terminated",
            each -> each.postgres.asAdmin("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'"
                    + " and application_name not like '%reserved%' order by query_start desc limit 1"));

    private ServerFaults() {}

    static List<Fault> all() {
        return List.of(
                KILLED,
                RESTARTED,
                new Fault("PostgreSQL frozen", each -> each.postgres.freeze(), each -> each.postgres.thaw()),
                slow(),
                ONE_TERMINATED,
                ALL_TERMINATED,
                new Fault("Disk full", each -> each.disk.fill(), each -> each.disk.clear()),
                idleInTransaction());
    }

    /** Stands still for four fifths of the time. */
    private static Fault slow() {
        Stutter[] stutter = new Stutter[1];
        return new Fault(
                "PostgreSQL slow, still for 40 ms of each 50",
                each -> stutter[0] = new Stutter(each.postgres),
                each -> stutter[0].close());
    }

    /** The server ends sessions of people whose transaction waits for something else. */
    private static Fault idleInTransaction() {
        Talkers[] talkers = new Talkers[1];
        return new Fault(
                "The server's idle_in_transaction_session_timeout",
                each -> {
                    each.postgres.asAdmin("alter system set idle_in_transaction_session_timeout = '50ms'");
                    each.postgres.asAdmin("select pg_reload_conf()");
                    talkers[0] = new Talkers(each);
                },
                each -> {
                    talkers[0].close();
                    each.postgres.asAdmin("alter system reset idle_in_transaction_session_timeout");
                    each.postgres.asAdmin("select pg_reload_conf()");
                });
    }
}
