package dev.poolwarden.demo.storm;

import dev.poolwarden.gate.Priority;
import io.vertx.core.MultiMap;

/** Asks again when it has an answer, whatever it is. */
final class CarelessBrowser implements Browser {

    /** What a page takes to stumble and try again; without it most of the load would be the load's own. */
    private static final long STUMBLE_MS = 100;

    private final Site site;
    private final int holdMs;
    private final Tally tally;

    CarelessBrowser(Site site, int holdMs, Tally tally) {
        this.site = site;
        this.holdMs = holdMs;
        this.tally = tally;
    }

    @Override
    public void fetch(Priority priority) throws InterruptedException {
        Answer answer = site.work(holdMs, MultiMap.caseInsensitiveMultiMap());
        tally.add(answer);
        if (!answer.succeeded()) {
            Thread.sleep(STUMBLE_MS);
        }
    }
}
