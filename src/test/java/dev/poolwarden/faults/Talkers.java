package dev.poolwarden.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** People whose transaction waits for a slow assistant, with its connection in hand. */
final class Talkers implements AutoCloseable {

    private static final int TALKERS = 3;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Thread> threads = new ArrayList<>();
    private final URI question;
    private final AtomicInteger interrupted = new AtomicInteger();
    private volatile boolean over;

    Talkers(Patient patient) {
        URI conversations = URI.create(patient.url + "/api/conversations");
        String begun =
                await().until(() -> begin(conversations), Optional::isPresent).orElseThrow();
        question = URI.create(patient.url + URI.create(begun).getPath() + "/messages/holding");
        for (int i = 0; i < TALKERS; i++) {
            Thread thread = new Thread(this::talk, "talker " + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** Where it is; nothing while there is no room for it, as where others crowd. */
    private Optional<String> begin(URI conversations) throws IOException, InterruptedException {
        return post(conversations, "{\"title\":\"Talk\"}").headers().firstValue("Location");
    }

    private void talk() {
        while (!over) {
            try {
                if (post(question, "{\"text\":\"And?\"}").statusCode() >= 500) {
                    interrupted.incrementAndGet();
                }
            } catch (IOException e) {
                // no answer is what may happen to them
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private HttpResponse<Void> post(URI to, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(to)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.discarding());
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (Thread each : threads) {
            each.join();
        }
        if (interrupted.get() == 0) {
            throw new IllegalStateException("The server has ended nobody's session");
        }
    }
}
