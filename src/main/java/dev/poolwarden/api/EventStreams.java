package dev.poolwarden.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.control.StateListener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Tells each listener of each change of the config, from memory. The monitor's thread encodes it once and leaves the rest to the
 * listeners' own event loops. It is state, not a log: who is late hears of the latest only.
 *
 * <p>Thread-safe. The monitor's thread alone writes {@link #latest}. A listener is put among the others before it looks at that,
 * so that it misses nothing that comes meanwhile.
 */
public final class EventStreams implements StateListener {

    /** Time without an event after which the next tick gives a heartbeat, which comes every ten seconds then. */
    private static final long QUIET = Duration.ofSeconds(9).toNanos();

    private final String instance;
    private final ObjectMapper json;
    private final Semaphore places;
    private final LongSupplier nanoTime;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final LongAdder dropped = new LongAdder();
    private volatile Announcement latest; // null before the first tick, which ends before HTTP opens
    private volatile boolean ended;

    /**
     * @param most listeners at once
     * @param nanoTime a monotonic clock, in ns
     */
    public EventStreams(String instance, ObjectMapper json, int most, LongSupplier nanoTime) {
        this.instance = instance;
        this.json = json;
        this.places = new Semaphore(most);
        this.nanoTime = nanoTime;
    }

    /** Listeners at present. */
    public int listening() {
        return streams.size();
    }

    /** Listeners cut off since the start because they did not read. */
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public void changed(PublishedState before, PublishedState now) {
        ConfigView config = ConfigView.of(now, instance);
        try {
            latest = Announcement.of(config, json.writeValueAsString(config));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // a record of numbers and words
        }
        streams.forEach(each -> each.soon(this::attend));
    }

    @Override
    public void sampled(PublishedState now) {
        long time = nanoTime.getAsLong();
        streams.stream().filter(each -> each.isQuietAt(time, QUIET)).forEach(each -> each.soon(this::attend));
    }

    private void attend(EventStream stream) {
        if (ended) {
            stream.end();
        } else if (!stream.tell(latest, nanoTime.getAsLong()) && forget(stream)) {
            dropped.increment();
            stream.cut();
        }
    }

    /** Lets a listener in, on its own event loop; false if all places are taken, or the application shuts down. */
    boolean admit(EventStream stream) {
        if (!places.tryAcquire()) {
            return false;
        }
        streams.add(stream);
        if (ended) {
            forget(stream);
            return false;
        }
        stream.begin(latest, nanoTime.getAsLong());
        return true;
    }

    /** It is gone; only the first to say so hears true. */
    boolean forget(EventStream stream) {
        boolean first = streams.remove(stream);
        if (first) {
            places.release();
        }
        return first;
    }

    /** Ends all streams, and lets nobody in any more. */
    void end() {
        ended = true;
        streams.forEach(each -> each.soon(this::attend));
    }
}
