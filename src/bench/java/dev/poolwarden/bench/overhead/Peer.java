package dev.poolwarden.bench.overhead;

/** What is compared: each with {@value #SIZE} open connections of the same driver, none of which anybody has to wait for. */
public enum Peer {
    AGROAL("Agroal") {
        @Override
        Guard open(String url) throws Exception {
            return AgroalGuards.plain(url, false);
        }
    },
    AGROAL_WITH_METRICS("Agroal with its metrics") {
        @Override
        Guard open(String url) throws Exception {
            return AgroalGuards.plain(url, true);
        }
    },
    POOLWARDEN("Poolwarden: gate, breaker, telemetry on") {
        @Override
        Guard open(String url) throws Exception {
            return new Poolwarden(url);
        }
    },
    HIKARI("HikariCP") {
        @Override
        Guard open(String url) {
            return HikariGuards.plain(url);
        }
    },
    HIKARI_RESILIENCE4J("HikariCP + resilience4j bulkhead and breaker") {
        @Override
        Guard open(String url) {
            return HikariGuards.behindResilience4j(url);
        }
    },
    AGROAL_NETFLIX("Agroal + concurrency-limits Gradient2") {
        @Override
        Guard open(String url) throws Exception {
            return AgroalGuards.limitedByNetflix(url);
        }
    };

    /** More than the 16 threads, the gate's reserve for nested callers left out. */
    static final int SIZE = 20;

    final String title;

    Peer(String title) {
        this.title = title;
    }

    abstract Guard open(String url) throws Exception;
}
