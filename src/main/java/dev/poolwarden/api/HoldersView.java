package dev.poolwarden.api;

import dev.poolwarden.control.HolderSample;
import dev.poolwarden.reclaim.CallSiteUse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Who holds what, on the wire; for operators.
 *
 * @param sampleAgeMs how long ago it was looked at
 * @param holders held longest first
 * @param callSites the most wasteful first
 */
public record HoldersView(long sampleAgeMs, List<HolderView> holders, List<CallSite> callSites) {

    /** How one place uses its connections; {@code summary} says it in a sentence. */
    public record CallSite(
            String callSite,
            int holding,
            long meanHeldMs,
            long longestMs,
            Double idlePercent,
            double sharePercent,
            String summary) {

        static CallSite of(CallSiteUse use) {
            return new CallSite(
                    use.site(),
                    use.holding(),
                    use.meanHeldMillis(),
                    use.longestMillis(),
                    use.idlePercent().isPresent()
                            ? (Double) tenths(use.idlePercent().getAsDouble())
                            : null,
                    tenths(use.sharePercent()),
                    summary(use));
        }

        private static String summary(CallSiteUse use) {
            String held = String.format(
                    Locale.ROOT, "%s holds a connection %.1f s", use.site(), use.meanHeldMillis() / 1000.0);
            return use.idlePercent().isPresent()
                    ? String.format(
                            Locale.ROOT,
                            "%s, %.0f %% of it idle",
                            held,
                            use.idlePercent().getAsDouble())
                    : held + "; the server does not say how much of it idle";
        }

        private static double tenths(double value) {
            return Math.round(value * 10) / 10.0;
        }
    }

    static HoldersView of(HolderSample sample, long now) {
        return new HoldersView(
                Duration.ofNanos(Math.max(0, now - sample.at())).toMillis(),
                sample.held().stream().map(HolderView::of).toList(),
                sample.callSites().stream().map(CallSite::of).toList());
    }
}
