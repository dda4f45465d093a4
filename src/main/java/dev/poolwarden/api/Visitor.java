package dev.poolwarden.api;

import dev.poolwarden.gate.Arrival;
import dev.poolwarden.gate.Priority;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A request as the gate sees it: on whose behalf it comes, how urgent it says to be, how long it will wait. Thread-safe.
 */
final class Visitor {

    private final String client;
    private final int urgency;
    private final boolean trusted;
    private final int waitSeconds;
    private final long deadline; // by the caller's nanosecond clock; only with a wait
    private Arrival last; // immutable itself, so that threads may race for it

    /** @param now monotonic, in ns; the wait counts from then */
    Visitor(String client, int urgency, boolean trusted, int waitSeconds, long now) {
        this.client = client;
        this.urgency = urgency;
        this.trusted = trusted;
        this.waitSeconds = waitSeconds;
        this.deadline = now + TimeUnit.SECONDS.toNanos(waitSeconds);
    }

    static Visitor of(RoutingContext http, boolean trusted, long now) {
        MultiMap headers = http.request().headers();
        return new Visitor(
                client(http),
                Urgency.of(headers.getAll("Priority")),
                trusted,
                WaitPreference.of(headers.getAll("Prefer")),
                now);
    }

    /** What the frontend calls itself, else who has signed in by now, else the address; null where there is none. */
    String client() {
        return client;
    }

    /** Seconds; {@link WaitPreference#UNSAID} without a preference. */
    int waitSeconds() {
        return waitSeconds;
    }

    /**
     * As which it comes to the gate now. The wait is one for the whole request: what is left of it counts, however often it
     * comes.
     *
     * @param own what the work is without the request's own word
     * @param nanoTime the clock by which it was made
     */
    Arrival as(Priority own, LongSupplier nanoTime) {
        Priority priority = Urgency.applied(own, urgency, trusted);
        if (waitSeconds != WaitPreference.UNSAID) {
            return new Arrival(priority, client, Math.max(0, deadline - nanoTime.getAsLong()));
        }
        Arrival known = last;
        if (known == null || known.priority() != priority) {
            known = new Arrival(priority, client, Long.MAX_VALUE);
            last = known;
        }
        return known;
    }

    private static String client(RoutingContext http) {
        String frontend = http.request().getHeader("Poolwarden-Client");
        if (PollingClients.uuid(frontend) != null) {
            return frontend;
        }
        String user = user(http);
        return user == null ? address(http.request().remoteAddress()) : user;
    }

    /** Who is signed in already; asking Quarkus for the identity would begin a sign-in. */
    private static String user(RoutingContext http) {
        return http.user() instanceof QuarkusHttpUser user
                        && !user.getSecurityIdentity().isAnonymous()
                ? user.getSecurityIdentity().getPrincipal().getName()
                : null;
    }

    private static String address(SocketAddress remote) {
        if (remote == null) {
            return null;
        }
        return remote.hostAddress() == null ? remote.toString() : remote.hostAddress();
    }
}
