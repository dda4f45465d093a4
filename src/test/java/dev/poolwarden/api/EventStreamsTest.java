package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.poolwarden.ManualClock;
import dev.poolwarden.api.Listener.Event;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.pressure.Assessment;
import dev.poolwarden.pressure.Pressure;
import dev.poolwarden.throttle.ThrottlingPlanner;
import dev.poolwarden.throttle.ThrottlingSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The streams over real connections, without the application around them; time is stepped by hand. */
class EventStreamsTest {

    private static final int MOST = 5;
    private static final ObjectMapper JSON =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private final Vertx vertx = Vertx.vertx();
    private final ManualClock clock = new ManualClock();
    private final EventStreams streams = new EventStreams("a1b2", JSON, MOST, clock);
    private final List<Listener> listeners = new ArrayList<>();
    private HttpServer server;
    private long revision;
    private PublishedState state;

    @BeforeEach
    void start() {
        change();
        server = vertx.createHttpServer()
                .requestHandler(this::listen)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void listen(HttpServerRequest request) {
        EventStream stream = new EventStream(
                request.response(),
                (ConnectionBase) request.connection(),
                request.version(),
                vertx.getOrCreateContext(),
                request.getHeader("Last-Event-ID"));
        request.response().endHandler(end -> streams.forget(stream));
        if (!streams.admit(stream)) {
            request.response().setStatusCode(503).end();
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (Listener each : listeners) {
            each.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Listener listener(String... headers) throws IOException {
        Listener listener = new Listener(URI.create("http://localhost:" + server.actualPort()), headers);
        listeners.add(listener);
        return listener;
    }

    private void change() {
        revision++;
        var assessment = new Assessment(Pressure.LOW, List.of());
        var config = new ThrottlingPlanner(ThrottlingSettings.DEFAULTS).plan(assessment, false);
        PublishedState before = state;
        state = new PublishedState(config, revision, null, assessment, null, null, null, null, null, null, null, null);
        streams.changed(before, state);
    }

    private void seconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advanceMillis(1000);
            streams.sampled(state);
        }
    }

    private Event changed(Listener listener) throws IOException {
        Event event = listener.next();
        assertThat(event.name()).isEqualTo("config");
        return event;
    }

    @Test
    void who_comes_is_told_the_config_and_when_to_come_back() throws IOException {
        Listener listener = listener();
        assertThat(listener.status()).isEqualTo(200);
        assertThat(listener.headers())
                .containsEntry("Content-Type", "text/event-stream")
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("X-Accel-Buffering", "no");
        assertThat(listener.block()).isEqualTo("retry: 2000");
        assertThat(listener.next())
                .isEqualTo(new Event("a1b2-1", "config", JSON.writeValueAsString(ConfigView.of(state, "a1b2"))));
    }

    @Test
    void a_change_comes_to_all() throws IOException {
        List<Listener> all = List.of(listener(), listener(), listener());
        for (Listener each : all) {
            changed(each);
        }
        change();
        for (Listener each : all) {
            assertThat(changed(each).id()).isEqualTo("a1b2-2");
        }
    }

    @Test
    void who_knows_the_config_already_hears_a_heartbeat_instead() throws IOException {
        Listener listener = listener("Last-Event-ID: a1b2-1\r\n");
        assertThat(listener.next()).isEqualTo(new Event(null, "heartbeat", "{\"instance\":\"a1b2\",\"revision\":1}"));
        change();
        assertThat(changed(listener).id()).isEqualTo("a1b2-2");
    }

    @Test
    void who_knows_another_one_or_another_run_s_is_told_the_present_one() throws IOException {
        assertThat(changed(listener("Last-Event-ID: a1b2-0\r\n")).id()).isEqualTo("a1b2-1");
        assertThat(changed(listener("Last-Event-ID: ffff-1\r\n")).id()).isEqualTo("a1b2-1");
    }

    @Test
    void a_heartbeat_comes_ten_seconds_after_the_last_event_and_not_before() throws IOException {
        Listener listener = listener();
        changed(listener);
        seconds(8);
        change();
        changed(listener);
        seconds(8);
        change();
        assertThat(changed(listener).id()).as("nothing in between").isEqualTo("a1b2-3");
        seconds(10);
        assertThat(listener.next().name()).isEqualTo("heartbeat");
        seconds(10);
        assertThat(listener.next().name()).isEqualTo("heartbeat");
    }

    @Test
    void who_does_not_read_is_dropped_and_the_others_still_hear() throws IOException {
        Listener slow = listener();
        Listener quick = listener();
        changed(quick);
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            change();
            assertThat(changed(quick).id()).isEqualTo("a1b2-" + revision);
            return streams.dropped() == 1;
        });
        assertThat(streams.listening()).isEqualTo(1);
        assertThat(revision).as("changes that waited for it").isLessThan(1_000);
        change();
        assertThat(changed(quick).id()).isEqualTo("a1b2-" + revision);
        assertThatThrownBy(() -> {
                    for (long i = 0; i <= revision; i++) {
                        slow.next();
                    }
                })
                .as("its connection is closed")
                .isInstanceOfAny(EOFException.class, SocketException.class);
    }

    @Test
    void a_heartbeat_drops_who_does_not_read_as_well() throws IOException {
        listener();
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            seconds(10);
            return streams.dropped() == 1;
        });
        assertThat(streams.listening()).isZero();
    }

    @Test
    void one_more_than_may_is_refused_until_one_has_gone() throws IOException {
        for (int i = 0; i < MOST; i++) {
            changed(listener());
        }
        assertThat(listener().status()).isEqualTo(503);
        assertThat(streams.listening()).isEqualTo(MOST);
        listeners.get(0).close();
        await().until(() -> streams.listening() == MOST - 1);
        changed(listener());
        assertThat(streams.dropped()).as("who goes is not dropped").isZero();
    }

    @Test
    void who_is_late_hears_of_the_latest_only_and_nothing_piles_up_meanwhile() throws Exception {
        Listener listener = listener();
        changed(listener);
        CountDownLatch busy = new CountDownLatch(1);
        occupyEveryLoop(busy);
        long growth;
        try {
            long heap = heapAfterCollection();
            for (int i = 0; i < 100_000; i++) {
                change();
            }
            growth = heapAfterCollection() - heap;
        } finally {
            busy.countDown();
        }
        assertThat(growth).isLessThan(2 << 20);
        assertThat(changed(listener).id()).isEqualTo("a1b2-" + revision);
    }

    private void occupyEveryLoop(CountDownLatch until) throws InterruptedException {
        int loops = 2 * Runtime.getRuntime().availableProcessors();
        CountDownLatch occupied = new CountDownLatch(loops);
        for (int i = 0; i < loops; i++) {
            vertx.nettyEventLoopGroup().next().execute(() -> {
                occupied.countDown();
                try {
                    until.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        occupied.await();
    }

    private static long heapAfterCollection() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    @Test
    void all_streams_end_in_an_orderly_way_and_nobody_is_let_in_any_more() throws IOException {
        Listener listener = listener();
        changed(listener);
        streams.end();
        assertThatThrownBy(listener::next).hasMessage("The stream has ended in an orderly way");
        await().until(() -> streams.listening() == 0);
        assertThat(listener().status()).isEqualTo(503);
    }
}
