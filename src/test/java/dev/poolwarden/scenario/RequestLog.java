package dev.poolwarden.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What arrived at the server, by its own clock: browser tests judge by this, not by what the browser believes. Thread-safe. */
final class RequestLog {

    /** Every test of this application polls; the newest are the ones that somebody looks at. */
    private static final int MOST_POLLS = 10_000;

    /**
     * One request for work.
     *
     * @param arrivedMs ms since the log began
     * @param endedMs when the answer was out or the connection gone; null until then
     * @param inFlight requests under way when it arrived, itself included
     */
    record Request(
            String tab, String client, String priority, String key, double arrivedMs, Double endedMs, int inFlight) {}

    /** One poll of the throttling config, however it was answered. */
    record Poll(String client, double arrivedMs, String ifNoneMatch, String secFetchSite) {}

    /** All of it at one instant. */
    record Content(List<Request> requests, int mostInFlight, List<Poll> polls) {}

    private final long begun = System.nanoTime();
    private final List<Request> requests = new ArrayList<>();
    private final Deque<Poll> polls = new ArrayDeque<>();
    private int inFlight;
    private int mostInFlight;

    /** Returns what to run when the request has ended; any further run of it does nothing. */
    synchronized Runnable arrived(String tab, String client, String priority, String key) {
        int number = requests.size();
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        requests.add(new Request(tab, client, priority, key, now(), null, inFlight));
        return () -> ended(number);
    }

    private synchronized void ended(int number) {
        Request request = requests.get(number);
        if (request.endedMs() == null) {
            inFlight--;
            requests.set(
                    number,
                    new Request(
                            request.tab(),
                            request.client(),
                            request.priority(),
                            request.key(),
                            request.arrivedMs(),
                            now(),
                            request.inFlight()));
        }
    }

    synchronized void polled(String client, String ifNoneMatch, String secFetchSite) {
        if (polls.size() == MOST_POLLS) {
            polls.removeFirst();
        }
        polls.add(new Poll(client, now(), ifNoneMatch, secFetchSite));
    }

    synchronized Content content() {
        return new Content(List.copyOf(requests), mostInFlight, List.copyOf(polls));
    }

    private double now() {
        return (System.nanoTime() - begun) / 1_000 / 1_000.0;
    }
}
