package dev.poolwarden.demo.storm;

/**
 * How a request ended.
 *
 * @param status 0 where there was no answer
 * @param tookNanos from the sending to the last byte
 * @param retryAfterSeconds 0 where the server does not say
 * @param advice what a refusal carries, else null
 */
record Answer(int status, long tookNanos, long retryAfterSeconds, Advice advice) {

    /** A server that wants somebody away for longer than this is not asked again. */
    private static final long LONGEST_RETRY_SECONDS = 120;

    boolean succeeded() {
        return status == 200;
    }

    boolean rejected() {
        return status == 503;
    }

    /** Whether the server, or what stands before it, did not take the request, so that it may be sent again. */
    boolean mayBeRepeated() {
        return !isTaken() && retryAfterSeconds <= LONGEST_RETRY_SECONDS;
    }

    boolean isTaken() {
        return switch (status) {
            case 0, 429, 502, 503, 504 -> false;
            default -> true;
        };
    }
}
