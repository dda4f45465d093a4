package dev.poolwarden.demo.storm;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * This very application as browsers see it: over HTTP, with a connection of its own for each request at a time. Callers wait on
 * their own threads, interruptibly and for no longer than 30 s. Thread-safe.
 */
final class Site implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String CONFIG = "/api/v1/health/database/throttling-config";
    private static final int FOR_OBSERVERS = 5;

    /** HTTP allows for a date, too, which the application never gives. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    /** A whole answer. */
    private record Reply(HttpClientResponse head, Buffer body) {}

    private final HttpClient http;
    private final URI base;

    /** @param atOnce requests at the most, besides a few that look */
    Site(Vertx vertx, URI base, int atOnce) {
        this.http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(atOnce + FOR_OBSERVERS));
        this.base = base;
    }

    /** Asks for work that holds a connection, for 1 to 1000 ms. */
    Answer work(int holdMs, MultiMap headers) throws InterruptedException {
        long start = System.nanoTime();
        try {
            Reply reply = get("/api/demo/work?hold_ms=" + holdMs, headers);
            return answer(reply, System.nanoTime() - start);
        } catch (ExecutionException | TimeoutException e) {
            return new Answer(0, System.nanoTime() - start, 0, null);
        }
    }

    private static Answer answer(Reply reply, long took) {
        int status = reply.head.statusCode();
        String retryAfter = reply.head.getHeader(HttpHeaders.RETRY_AFTER);
        return new Answer(
                status,
                took,
                retryAfter == null || !SECONDS.matcher(retryAfter).matches() ? 0 : Long.parseLong(retryAfter),
                status == 503 ? config(reply.body) : null);
    }

    /** Null where the application says none, or where it was not the application that refused. */
    private static Advice config(Buffer refusal) {
        try {
            JsonObject config = refusal.toJsonObject().getJsonObject("config");
            return config == null ? null : Advice.of(config);
        } catch (DecodeException | ClassCastException e) {
            return null;
        }
    }

    /**
     * What frontends must do now.
     *
     * @throws CancellationException when the application shuts down: it answers, but keeps no connection any more
     */
    Advice advice(MultiMap headers) throws InterruptedException, ExecutionException, TimeoutException {
        Reply reply = get(CONFIG, headers);
        if (reply.head.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) {
            throw new CancellationException("The application shuts down");
        }
        return Advice.of(reply.body.toJsonObject());
    }

    private Reply get(String path, MultiMap headers) throws InterruptedException, ExecutionException, TimeoutException {
        return http.request(new RequestOptions()
                        .setHost(base.getHost())
                        .setPort(base.getPort())
                        .setSsl(base.getScheme().equals("https"))
                        .setURI(path)
                        .setHeaders(headers))
                .compose(Site::send)
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** In one go on the event loop: what comes of a body before somebody wants it is dropped. */
    private static Future<Reply> send(HttpClientRequest request) {
        Future<Reply> reply = request.response().compose(head -> head.body().map(body -> new Reply(head, body)));
        return request.end().compose(sent -> reply);
    }

    /** Ends what is under way, too. */
    @Override
    public void close() {
        http.close();
    }
}
