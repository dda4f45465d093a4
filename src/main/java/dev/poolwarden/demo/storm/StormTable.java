package dev.poolwarden.demo.storm;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a storm came to, without and with the client's rules. */
public record StormTable(
        @Schema(required = true, minimum = "1", maximum = "20", description = "Tabs")
        int tabs,

        @Schema(required = true, minimum = "1", maximum = "60", description = "How long each half took")
        int seconds,

        @Schema(
                required = true,
                minimum = "1",
                maximum = "1000",
                description = "How long a request held its connection")
        int holdMs,

        @Schema(required = true, minItems = 2, maxItems = 2, description = "Without the rules, then with them")
        List<Row> rows) {

    /** One half of the storm. */
    public record Row(
            @Schema(required = true, description = "Whether the tabs obeyed the throttling config")
            boolean rules,

            @Schema(
                    required = true,
                    minimum = "0",
                    description = "Requests made; each of them is one of the next three")
            long requests,

            @Schema(required = true, minimum = "0", description = "Answered with what was asked for")
            long succeeded,

            @Schema(required = true, minimum = "0", description = "Answered 503: no connection was to be had")
            long rejected,

            @Schema(required = true, minimum = "0", description = "Answered otherwise, or not within 30 s")
            long failed,

            @Schema(
                    required = true,
                    nullable = true,
                    minimum = "0",
                    description = "Half of those that succeeded took no longer; null where none did")
            Double p50Ms,

            @Schema(required = true, nullable = true, minimum = "0", description = "99 % of them took no longer")
            Double p99Ms,

            @Schema(
                    required = true,
                    minItems = 0,
                    maxItems = 4,
                    uniqueItems = true,
                    description = "The throttling levels that were published meanwhile, in order of first appearance")
            List<String> levels) {}
}
