package dev.poolwarden.api;

import dev.poolwarden.api.RawConnection.Answer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends one hostile request after the other, on the same connection as long as it lasts, and notes what came of it. */
final class HostileWorker {

    /** What the server may refuse before it has read all of it, so that the answer may be lost with the connection. */
    private static final int LONG = 15_000;

    /** A POST of which nobody knows what became. */
    static final String LOST = "lost POST";

    private final URI server;
    private final HostileRequests requests;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();
    private RawConnection connection;

    HostileWorker(URI server, HostileRequests requests) {
        this.server = server;
        this.requests = requests;
    }

    /** How often each status came, and the absence of any. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    List<String> complaints() {
        return complaints;
    }

    void send(int count) {
        for (int i = 0; i < count; i++) {
            HostileRequest request = requests.next();
            try {
                judge(request, answer(request));
            } catch (SocketTimeoutException e) {
                complaints.add("No answer in time to " + request);
                drop();
            } catch (IOException | RuntimeException e) {
                complaints.add(e + " after " + request);
                drop();
            }
        }
        drop();
    }

    private void judge(HostileRequest request, Answer answer) {
        String outcome = answer == null ? "cut off" : String.valueOf(answer.status());
        outcomes.merge(outcome, 1, Integer::sum);
        if (answer != null && answer.status() == 201) {
            outcomes.merge("201 " + request.path().replaceAll("[0-9]+", "N"), 1, Integer::sum);
        }
        String complaint = HostileAnswers.complaint(request, answer);
        if (complaint != null) {
            complaints.add(complaint + ": " + request + " -> " + answer);
        }
    }

    private Answer answer(HostileRequest request) throws IOException {
        boolean fresh = connection == null;
        Answer answer = exchange(request);
        if (answer == null && !fresh && request.proper()) {
            answer = exchange(request); // the connection may have come to its end before this request did
        }
        if (answer == null && request.method().equals("POST")) {
            outcomes.merge(LOST, 1, Integer::sum);
        }
        if (answer == null || answer.isLast() || !request.reusable()) {
            drop();
        }
        return answer;
    }

    private Answer exchange(HostileRequest request) throws IOException {
        try {
            if (connection == null) {
                connection = new RawConnection(server);
            }
            connection.send(request.bytes());
            if (!request.reusable()) {
                connection.finish();
            }
            return connection.read(request.isHead());
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            drop();
            return null;
        } finally {
            if (!request.reusable()) {
                drop();
            }
        }
    }

    static boolean mayBeLost(HostileRequest request) {
        return !request.proper() || request.bytes().length > LONG;
    }

    private void drop() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            // Closed is closed.
        }
        connection = null;
    }
}
