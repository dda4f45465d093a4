package dev.poolwarden.throttle;

/**
 * What one browser may do at a level.
 *
 * @param maxConcurrentRequests requests under way at once, 1..10
 * @param maxRequestsPerMinute requests started in any minute, 5..100
 * @param requestDelayMs time between two starts in ms, 100..2000
 */
public record Budget(int maxConcurrentRequests, int maxRequestsPerMinute, int requestDelayMs) {

    public Budget {
        require("max-concurrent-requests", maxConcurrentRequests, 1, 10);
        require("max-requests-per-minute", maxRequestsPerMinute, 5, 100);
        require("request-delay-ms", requestDelayMs, 100, 2000);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "throttle.*.%s is %d; allowed is %d to %d".formatted(name, value, least, most));
        }
    }
}
