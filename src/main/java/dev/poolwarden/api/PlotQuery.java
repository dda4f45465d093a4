package dev.poolwarden.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;

/**
 * Which part of the history is asked for.
 *
 * @param window how far back, in ms
 * @param step how much of it becomes one, in ms
 * @param after ms since 1970; only what is later
 */
record PlotQuery(long window, long step, long after) {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** @throws HttpProblem 400, which names the value and what is allowed */
    static PlotQuery of(String window, String step, String after) {
        return new PlotQuery(
                duration("window", window, Duration.ofHours(1), "1s to 1h"),
                duration("step", step, Duration.ofMinutes(5), "1s to 5m"),
                after == null ? Long.MIN_VALUE : millis(after));
    }

    private static long duration(String name, String value, Duration most, String allowed) {
        Duration duration = parsed(value);
        if (duration == null || duration.compareTo(SECOND) < 0 || duration.compareTo(most) > 0) {
            throw refusal("%s is \"%.40s\"; allowed is %s, written as 30s, 15m, 1h or PT15M", name, value, allowed);
        }
        return duration.toMillis();
    }

    /** Null where it is none. */
    private static Duration parsed(String value) {
        String iso = value.matches("[0-9]{1,9}[smhSMH]") ? "PT" + value : value;
        try {
            return Duration.parse(iso.toUpperCase(Locale.ROOT));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static long millis(String value) {
        if (!value.matches("[0-9]{1,15}")) {
            throw refusal("after is \"%.40s\"; allowed are milliseconds since 1970, 0 to 999999999999999", value);
        }
        return Long.parseLong(value);
    }

    private static HttpProblem refusal(String format, Object... values) {
        return HttpProblem.valueOf(Status.BAD_REQUEST, format.formatted(values));
    }
}
