package dev.poolwarden.faults;

import java.time.Duration;
import java.util.List;

/** What happens on the way to the server. */
final class NetworkFaults {

    private static final Duration EACH_WAY = Duration.ofMillis(200);
    private static final Duration REMEMBERED = Duration.ofMillis(300);

    static final Fault SILENT = new Fault("Network silent", each -> each.relay.silence(), each -> each.relay.mend());
    static final Fault SLOW =
            new Fault("Network slow, 0.2 s each way", each -> each.relay.delay(EACH_WAY), each -> each.relay.mend());

    static final Fault FORGOTTEN = Fault.momentary("A firewall forgets every connection", each -> each.relay.forget());
    static final Fault FORGETFUL = forgetfulFirewall();

    private NetworkFaults() {}

    /**
     * Whether the server never hears of the end of connections. The reserved one may be among them; the next, which has the server
     * end the others, is then there beside them, one too many for a moment.
     */
    static boolean isUnheard(Fault fault) {
        return fault == FORGOTTEN || fault == FORGETFUL;
    }

    static List<Fault> all() {
        return List.of(
                new Fault("Network cut", each -> each.relay.cut(), each -> each.relay.mend()),
                SILENT,
                new Fault(
                        "Network half-open: no answer comes back",
                        each -> each.relay.silenceAnswers(),
                        each -> each.relay.mend()),
                SLOW,
                FORGOTTEN,
                FORGETFUL,
                Fault.momentary("Backends end, and their farewell never arrives", each -> {
                    each.relay.forgetAnswers();
                    ServerFaults.ALL_TERMINATED.strikes().on(each);
                }));
    }

    /** How many more there may be for a moment; a reserved one that is forgotten between any two probes has two predecessors. */
    static int moreSeats(Fault fault) {
        return fault == FORGETFUL ? 2 : fault == FORGOTTEN ? 1 : 0;
    }

    private static Fault forgetfulFirewall() {
        int[] before = new int[1];
        return new Fault(
                "A firewall forgets connections idle for 0.3 s",
                each -> {
                    before[0] = each.relay.forgotten();
                    each.relay.forgetIdle(REMEMBERED);
                },
                each -> {
                    each.relay.mend();
                    if (each.relay.forgotten() == before[0]) {
                        throw new IllegalStateException("No connection was idle for so long");
                    }
                });
    }
}
