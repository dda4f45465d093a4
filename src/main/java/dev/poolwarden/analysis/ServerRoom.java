package dev.poolwarden.analysis;

import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.Fit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What room the server has for connections, and who uses it. */
final class ServerRoom {

    /** The usual alarm: what is left is what a deployment needs that starts its new instances before it ends the old. */
    static final double NEARLY_FULL_PERCENT = 85;

    private static final int NAMED = 3;

    private ServerRoom() {}

    static Stream<Finding> findings(Situation situation) {
        return situation.now().reading().database() instanceof Reachable here
                ? Stream.concat(nearlyFull(here), doesNotFit(here))
                : Stream.empty();
    }

    private static Stream<Finding> nearlyFull(Reachable here) {
        if (here.maxConnections().isEmpty() || here.usedConnections().isEmpty()) {
            return Stream.empty();
        }
        int most = here.maxConnections().getAsInt();
        int used = here.usedConnections().getAsInt();
        double percent = 100.0 * used / most;
        Figures figures = Figures.NONE
                .and("used_connections", used)
                .and("max_connections", most)
                .and("used_percent", percent);
        return percent < NEARLY_FULL_PERCENT
                ? Stream.empty()
                : Stream.of(Topic.SERVER_NEARLY_FULL.finding(
                        Severity.WARNING,
                        percent,
                        "",
                        figures,
                        "%d of max_connections, %d, are in use; most by %s",
                        used,
                        most,
                        users(here)));
    }

    private static String users(Reachable here) {
        return here.byApplication().stream()
                .limit(NAMED)
                .map(each -> "%s (%d)".formatted(each.application(), each.connections()))
                .collect(Collectors.joining(", "));
    }

    private static Stream<Finding> doesNotFit(Reachable here) {
        return here.fit().stream()
                .filter(fit -> !fit.isWhole())
                .flatMap(fit -> fit.tightest().stream().map(limit -> doesNotFit(fit, limit)));
    }

    private static Finding doesNotFit(Fit fit, Fit.Limit limit) {
        Figures figures = Figures.NONE
                .and("fits", fit.fits())
                .and("configured", fit.configured())
                .and("limit", limit.usable())
                .and("used_by_others", limit.others());
        return Topic.POOL_DOES_NOT_FIT.finding(
                Severity.WARNING,
                0,
                "",
                figures,
                "%d of %d fit: the %s allows %d, others use %d of them",
                fit.fits(),
                fit.configured(),
                limit.scope().code(),
                limit.usable(),
                limit.others());
    }
}
