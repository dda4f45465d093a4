package dev.poolwarden.demo.storm;

import dev.poolwarden.gate.Priority;
import io.vertx.core.MultiMap;

/** Asks again as soon as it has an answer, whatever it is. */
final class CarelessBrowser implements Browser {

    private static final long BREATH_MS = 100;

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
        if (answer.status() == 0) {
            Thread.sleep(BREATH_MS); // a server that is gone refuses without end
        }
    }
}
