package dev.poolwarden.faults;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * What users ask for: half of it talks to an assistant that holds a connection while it thinks, so that the pool is what is
 * short and not the processor; the rest reads, or has something kept. Thread-safe.
 */
final class Requests {

    private static final Duration PATIENCE = Duration.ofSeconds(60); // beyond any bound that is tested

    /** @param text what is to be kept, null for a read */
    record Wanted(HttpRequest http, String text) {}

    private final URI conversations;
    private final URI assistant;
    private final AtomicInteger texts = new AtomicInteger();

    /** @param conversation the one in which the assistant is asked */
    Requests(String application, long conversation) {
        this.conversations = URI.create(application + "/api/conversations");
        this.assistant = URI.create(conversations + "/" + conversation + "/messages/holding");
    }

    Wanted next(RandomGenerator dice) {
        return switch (dice.nextInt(4)) {
            case 0 -> new Wanted(to(conversations).build(), null);
            case 1 -> write(conversations, "title");
            default -> write(assistant, "text");
        };
    }

    private Wanted write(URI where, String member) {
        String text = "soak " + texts.incrementAndGet();
        HttpRequest request = to(where)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"" + member + "\":\"" + text + "\"}"))
                .build();
        return new Wanted(request, text);
    }

    private static HttpRequest.Builder to(URI where) {
        return HttpRequest.newBuilder(where).timeout(PATIENCE);
    }
}
