package dev.poolwarden.faults;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People at work: each asks, reads the answer and asks again, every other time for something to be kept. What they were told is
 * remembered. Thread-safe.
 */
final class Users implements AutoCloseable {

    /** Nobody was there. */
    static final int REFUSED = 0;

    /** Somebody was, who left without an answer. */
    static final int BROKEN_OFF = -1;

    private static final Duration THINKING = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60); // beyond any bound that is tested

    /**
     * @param user which of them asked
     * @param status of HTTP, or {@link #REFUSED}, or {@link #BROKEN_OFF}
     * @param advised whether it says when to come again
     * @param title what was to be kept, null for a read
     */
    record Answer(int user, long asked, long nanos, int status, boolean advised, String title) {

        boolean isRefusal() {
            return status == 503;
        }

        boolean served() {
            return status / 100 == 2;
        }

        long answered() {
            return asked + nanos;
        }
    }

    /** A connection of their own to each: those of one HTTP/2 connection would all be cut off with it. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI conversations;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger titles = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final String name;
    private volatile boolean over;

    Users(String application, String name, int number) {
        this.conversations = URI.create(application + "/api/conversations");
        this.name = name;
        for (int i = 0; i < number; i++) {
            int user = i;
            Thread thread = new Thread(() -> work(user), "user " + i + " of " + name);
            threads.add(thread);
            thread.start();
        }
    }

    private void work(int user) {
        while (!over) {
            ask(user, null);
            ask(user, name + " " + titles.incrementAndGet());
            think();
        }
    }

    private void ask(int user, String title) {
        HttpRequest.Builder request = HttpRequest.newBuilder(conversations).timeout(PATIENCE);
        if (title != null) {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"title\":\"" + title + "\"}"));
        }
        long asked = System.nanoTime();
        int status;
        boolean advised = false;
        try {
            HttpResponse<Void> answer = http.send(request.build(), BodyHandlers.discarding());
            status = answer.statusCode();
            advised = answer.headers().firstValue("Retry-After").isPresent();
        } catch (ConnectException e) {
            status = REFUSED;
        } catch (IOException e) {
            status = BROKEN_OFF;
        } catch (InterruptedException e) {
            over = true;
            return;
        }
        answers.add(new Answer(user, asked, System.nanoTime() - asked, status, advised, title));
    }

    private void think() {
        try {
            Thread.sleep(THINKING.toMillis());
        } catch (InterruptedException e) {
            over = true;
        }
    }

    List<Answer> since(long nanoTime) {
        return answers.stream().filter(each -> each.answered() >= nanoTime).toList();
    }

    /** What they were told that it is kept. */
    List<String> acknowledged() {
        return answers.stream()
                .filter(each -> each.title() != null && each.served())
                .map(Answer::title)
                .toList();
    }

    @Override
    public void close() {
        over = true;
        threads.forEach(each -> {
            try {
                each.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
