package dev.poolwarden.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Asks for config and status in turn, all the time, and remembers how long that took and what was said. Thread-safe. */
final class Onlooker implements AutoCloseable {

    private static final long PAUSE_NS = 20_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Histogram nanos = new ConcurrentHistogram(3);
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Set<String> reasons = new ConcurrentSkipListSet<>();
    private final Set<String> levels = new ConcurrentSkipListSet<>();
    private final Thread thread = new Thread(this::look, "onlooker");
    private final HttpRequest config;
    private final HttpRequest status;
    private volatile boolean over;

    Onlooker(Patient patient) {
        config = request(patient.url + Patient.CONFIG);
        status = request(patient.url + Patient.STATUS);
        thread.start();
    }

    private static HttpRequest request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
    }

    private void look() {
        while (!over) {
            try {
                hear(ask(config));
                ask(status);
            } catch (IOException e) {
                unanswered.incrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private HttpResponse<String> ask(HttpRequest request) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        nanos.recordValue(System.nanoTime() - asked);
        if (answer.statusCode() != 200) {
            unanswered.incrementAndGet();
        }
        LockSupport.parkNanos(PAUSE_NS);
        return answer;
    }

    private void hear(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() == 200) {
            JsonNode said = JSON.readTree(answer.body());
            said.at("/reasons").forEach(each -> reasons.add(each.asText()));
            levels.add(said.at("/throttling_level").asText());
        }
    }

    /** What 99 of 100 answers took at most. */
    Duration p99() {
        return Duration.ofNanos(nanos.getValueAtPercentile(99));
    }

    /** Requests without an answer, or with another one than 200. */
    int unanswered() {
        return unanswered.get();
    }

    Set<String> reasons() {
        return reasons;
    }

    Set<String> levels() {
        return levels;
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join(TimeUnit.SECONDS.toMillis(20));
    }
}
