package dev.poolwarden.analysis;

import dev.poolwarden.analysis.Recent.Crowd;
import dev.poolwarden.analysis.Recent.Part;
import java.util.stream.Stream;

/**
 * One browser, user or address that has the connections while others wait. Who waits is not known by name; so another client must
 * have been seen holding some, or it might be waiting for itself alone.
 */
final class OneClient {

    /** More than all others together. */
    static final double LEAST_SHARE_PERCENT = 50;

    /** See {@link BackgroundWork#LEAST_WAITED_PERCENT}. */
    static final double LEAST_WAITED_PERCENT = 10;

    private OneClient() {}

    static Stream<Finding> findings(Situation situation) {
        Crowd clients = situation.recent().clients();
        double waited = situation.recent().percent(Quantity.WAITED);
        return clients.names() < 2 || waited < LEAST_WAITED_PERCENT
                ? Stream.empty()
                : clients.largest().stream()
                        .limit(1)
                        .filter(each -> each.percent() > LEAST_SHARE_PERCENT)
                        .map(each -> finding(each, clients.names() - 1, waited, situation.severity()));
    }

    private static Finding finding(Part client, int others, double waited, Severity severity) {
        Figures figures = Figures.NONE
                .and("share_percent", client.percent())
                .and("other_clients", others)
                .and("waited_percent", waited);
        return Topic.ONE_CLIENT.finding(
                severity,
                client.percent(),
                client.name(),
                figures,
                "Callers waited in %.0f %% of the last minutes, and meanwhile it had %.0f %% of the connections in use; %d more clients"
                        + " had some",
                waited,
                client.percent(),
                others);
    }
}
