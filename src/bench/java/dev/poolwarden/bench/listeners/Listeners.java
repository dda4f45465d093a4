package dev.poolwarden.bench.listeners;

import dev.poolwarden.testing.GivenDatabase;
import dev.poolwarden.testing.PackagedApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * What a poll of the throttling config takes while others listen and the pool is saturated, beside an endpoint that answers two
 * words, in the same run. The packaged application, PostgreSQL and all who ask share the machine.
 */
public final class Listeners {

    private static final String DATABASE = "/api/v1/health/database";
    private static final int LISTENERS = 200;
    private static final int CONNECTIONS = 10; // of the polls, and as many of the others
    private static final int POLLS_PER_SECOND = 1_000;
    private static final int PINGS_PER_SECOND = 200;
    private static final int HOLDERS = 12; // who would hold a connection at once; small has eight
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(40);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    private Listeners(URI server) {
        this.server = server;
    }

    /** Prints a table. */
    public static void measure() throws Exception {
        try (GivenDatabase database = new GivenDatabase();
                PackagedApplication application = new PackagedApplication(Map.of(
                        "DATABASE_URL",
                        database.url(),
                        "POOLWARDEN_PRESET",
                        "small",
                        "POOLWARDEN_DEMO_ENABLED",
                        "true"))) {
            new Listeners(URI.create(application.awaitUrl())).run();
        }
    }

    private void run() throws Exception {
        for (int i = 0; i < HOLDERS; i++) {
            start(this::hold);
        }
        try (Audience audience = new Audience(server, LISTENERS)) {
            long begin = System.nanoTime();
            long from = begin + WARM_UP.toNanos();
            long end = from + MEASURED.toNanos();
            List<Polls> polls = polls(DATABASE + "/throttling-config", POLLS_PER_SECOND, begin, from, end);
            List<Polls> pings = polls("/api/v1/health/ping", PINGS_PER_SECOND, begin, from, end);
            List<Thread> threads = new ArrayList<>();
            polls.forEach(each -> threads.add(start(each)));
            pings.forEach(each -> threads.add(start(each)));
            for (Thread each : threads) {
                each.join();
            }
            over.set(true);
            System.out.println(
                    "| endpoint | a second | p50, ms | p99 | p99.9 | worst | asked |\n|---|--:|--:|--:|--:|--:|--:|");
            print("throttling-config", POLLS_PER_SECOND, polls);
            print("ping", PINGS_PER_SECOND, pings);
            System.out.printf(
                    "%n%s. Of those who hold connections %d were served and %d refused.%n",
                    audience.figures(), held.get(), refused.get());
        }
    }

    private List<Polls> polls(String path, int perSecond, long begin, long from, long end) {
        List<Polls> polls = new ArrayList<>();
        long apart = 1_000_000_000L / perSecond;
        for (int i = 0; i < CONNECTIONS; i++) {
            polls.add(new Polls(server, path, perSecond / CONNECTIONS, begin + i * apart, from, end));
        }
        return polls;
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The example's slow assistant, which holds its connection meanwhile. */
    private void hold() {
        try {
            String place =
                    send("/api/conversations", "{\"title\":\"bench\"}").replaceAll("(?s).*\"id\":(\\d+).*", "$1");
            while (!over.get()) {
                boolean served = send("/api/conversations/" + place + "/messages/holding", "{\"text\":\"hold\"}")
                        .contains("\"id\"");
                (served ? held : refused).incrementAndGet();
            }
        } catch (IOException | InterruptedException e) {
            if (!over.get()) {
                System.err.println("No more holding: " + e.getMessage());
            }
        }
    }

    private String send(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    private static void print(String name, int perSecond, List<Polls> polls) {
        Histogram all = new Histogram(60_000_000, 3);
        polls.forEach(each -> all.add(each.micros()));
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %.2f | %.2f | %d |%n",
                name,
                perSecond,
                all.getValueAtPercentile(50) / 1000.0,
                all.getValueAtPercentile(99) / 1000.0,
                all.getValueAtPercentile(99.9) / 1000.0,
                all.getMaxValue() / 1000.0,
                all.getTotalCount());
    }
}
