package dev.poolwarden.analysis;

import dev.poolwarden.analysis.Recent.Crowd;
import dev.poolwarden.analysis.Recent.Part;
import dev.poolwarden.gate.Priority;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tasks and other work outside requests that have the connections while users wait. */
final class BackgroundWork {

    /** Half: less than that, and it is the users themselves whom users wait for. */
    static final double LEAST_SHARE_PERCENT = 50;

    /** A wait now and then is what a backlog is for; a tenth of the time is felt. */
    static final double LEAST_WAITED_PERCENT = 10;

    private BackgroundWork() {}

    static Stream<Finding> findings(Situation situation) {
        Crowd outside = situation.recent().outside();
        double waited = situation.recent().percent(Quantity.USERS_WAITED);
        return outside.percent() < LEAST_SHARE_PERCENT || waited < LEAST_WAITED_PERCENT
                ? Stream.empty()
                : Stream.of(finding(outside, waited, situation));
    }

    private static Finding finding(Crowd outside, double waited, Situation situation) {
        int backlog = situation.now().gate().backlog().getOrDefault(Priority.BACKGROUND, 0);
        Figures figures = Figures.NONE
                .and("share_percent", outside.percent())
                .and("users_waited_percent", waited)
                .and("background_waiting", backlog);
        return Topic.BACKGROUND_CROWDS_OUT.finding(
                situation.severity(),
                outside.percent(),
                "",
                figures,
                "Users waited in %.0f %% of the last minutes, and meanwhile work outside requests had %.0f %% of the connections in use:"
                        + " %s",
                waited,
                outside.percent(),
                names(outside));
    }

    private static String names(Crowd outside) {
        return outside.largest().stream().map(BackgroundWork::name).collect(Collectors.joining(", "));
    }

    private static String name(Part part) {
        return "%s (%d %%)".formatted(part.name(), Math.round(part.percent()));
    }
}
