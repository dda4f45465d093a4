package dev.poolwarden.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Asks for one resource again and again and remembers how long the answers took. Used by one thread, then by another. */
final class Answers {

    static final Duration BOUND = Duration.ofSeconds(2); // a hundred times the goal

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI resource;
    private final Duration interval;
    private final Findings findings;
    private final Histogram micros = new Histogram(Duration.ofMinutes(1).toNanos() / 1000, 3);

    /** @param interval in which it is asked; what would have been asked during a late answer counts as late, too */
    Answers(URI resource, Duration interval, Findings findings) {
        this.resource = resource;
        this.interval = interval;
        this.findings = findings;
    }

    /** @throws IOException where nothing good came within the bound, which is noted */
    JsonNode ask() throws IOException {
        long asked = System.nanoTime();
        try {
            byte[] answer = read();
            long took = (System.nanoTime() - asked) / 1000;
            micros.recordValueWithExpectedInterval(took, interval.toNanos() / 1000);
            findings.check(
                    Invariant.FROM_MEMORY,
                    took * 1000 < BOUND.toNanos(),
                    () -> resource.getPath() + " in " + took / 1000 + " ms");
            return JSON.readTree(answer);
        } catch (IOException e) {
            findings.check(Invariant.FROM_MEMORY, false, () -> resource.getPath() + ": " + e);
            throw e;
        }
    }

    /** Blocking and on this very thread: what a client of many threads adds is not the application's. */
    private byte[] read() throws IOException {
        var connection = (HttpURLConnection) resource.toURL().openConnection();
        connection.setConnectTimeout((int) BOUND.toMillis());
        connection.setReadTimeout((int) BOUND.toMillis());
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("status " + connection.getResponseCode());
        }
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    /** 99th percentile in ms. */
    double p99() {
        return micros.getValueAtPercentile(99) / 1e3;
    }

    /** In ms. */
    double longest() {
        return micros.getMaxValue() / 1e3;
    }
}
