package dev.poolwarden.scenario;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Real load: so many callers hold a connection through the example's bad route, each again as soon as it is answered. */
final class Holders implements AutoCloseable {

    private final Browserlike browser;
    private final List<CompletableFuture<?>> loops = new ArrayList<>();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<HttpResponse<String>> rejections = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    Holders(Browserlike browser) {
        this.browser = browser;
    }

    Holders raiseTo(int callers) {
        while (loops.size() < callers) {
            loops.add(loop());
        }
        return this;
    }

    private CompletableFuture<?> loop() {
        return over ? CompletableFuture.completedFuture(null) : browser.hold().thenCompose(this::again);
    }

    private CompletableFuture<?> again(HttpResponse<String> response) {
        statuses.merge(response.statusCode(), 1, Integer::sum);
        if (response.statusCode() == 503) {
            rejections.add(response);
        }
        return loop();
    }

    /** How often each status was answered. */
    Map<Integer, Integer> statuses() {
        return statuses;
    }

    /** The rejections so far. */
    List<HttpResponse<String>> rejections() {
        return List.copyOf(rejections);
    }

    @Override
    public void close() {
        over = true;
        CompletableFuture.allOf(loops.toArray(CompletableFuture[]::new)).join();
    }
}
