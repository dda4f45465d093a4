package dev.poolwarden.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One listener's response. Only its event loop writes to it and owns the fields; {@link #soon} and {@link #isQuietAt} may be
 * called by anybody. What waits for a listener that does not read is bounded: by {@value #MOST_UNSENT} bytes here, twice
 * {@value #SEND_BUFFER} in the kernel, and one task on the loop.
 */
final class EventStream {

    private static final int MOST_UNSENT = 4 * 1024;
    private static final int SEND_BUFFER = 4 * 1024;
    private static final Buffer RETRY = Buffer.buffer("retry: 2000\n\n");

    private final HttpServerResponse response;
    private final Channel channel;
    private final boolean alone; // on its connection
    private final Context loop;
    private final AtomicBoolean due = new AtomicBoolean();
    private String told;
    private volatile long spoke; // ns; when something was written last

    /** On the loop of the request. */
    EventStream(
            HttpServerResponse response, ConnectionBase connection, HttpVersion version, Context loop, String known) {
        this.response = response;
        this.channel = connection.channel();
        this.alone = version != HttpVersion.HTTP_2;
        this.loop = loop;
        this.told = known;
    }

    static HttpServerResponse head(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, MediaType.SERVER_SENT_EVENTS)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no"); // or nginx would keep events back
    }

    /** Says what there is to say at first. */
    void begin(Announcement latest, long now) {
        if (alone) {
            channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER); // else the kernel grants megabytes
            response.setWriteQueueMaxSize(MOST_UNSENT);
        }
        head(response).setChunked(true);
        Buffer first = latest.id().equals(told) ? latest.heartbeat() : latest.config();
        told = latest.id();
        spoke = now;
        response.write(RETRY.copy().appendBuffer(first));
    }

    /** Has the loop see to it, unless that is due already: whoever is late hears of the latest only. */
    void soon(Consumer<EventStream> task) {
        if (due.compareAndSet(false, true)) {
            loop.runOnContext(turn -> {
                due.set(false); // before it looks: what comes later is another turn
                task.accept(this);
            });
        }
    }

    /** Whether nothing was written for so long. */
    boolean isQuietAt(long now, long nanos) {
        return now - spoke >= nanos;
    }

    /**
     * Tells the config where that is news, else that there is none.
     *
     * @return false if the listener does not read
     */
    boolean tell(Announcement latest, long now) {
        if (response.ended() || response.closed()) {
            return true;
        }
        if (response.writeQueueFull()) {
            return false;
        }
        boolean news = !latest.id().equals(told);
        told = latest.id();
        spoke = now;
        response.write(news ? latest.config() : latest.heartbeat());
        return true;
    }

    void end() {
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }

    /** At once: an orderly end would wait for what the listener has not read. */
    void cut() {
        if (alone) {
            channel.close();
        } else {
            response.reset();
        }
    }
}
