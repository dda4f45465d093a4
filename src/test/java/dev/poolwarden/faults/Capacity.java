package dev.poolwarden.faults;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What an application serves when as many ask as it has permits, each again as soon as it is answered. */
final class Capacity {

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(5);

    private Capacity() {}

    /** Requests served each second. */
    static double measure(Requests requests, int users, SplittableRandom dice) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService threads = Executors.newFixedThreadPool(users);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < users; i++) {
                SplittableRandom own = dice.split();
                work.add(() -> served(http, requests, own));
            }
            int served = 0;
            for (Future<Integer> each : threads.invokeAll(work)) {
                served += each.get();
            }
            return (double) served / MEASURED.toSeconds();
        } finally {
            threads.shutdown();
        }
    }

    private static int served(HttpClient http, Requests requests, SplittableRandom dice)
            throws IOException, InterruptedException {
        long begins = System.nanoTime() + WARM_UP.toNanos();
        int served = 0;
        for (long now = System.nanoTime(); now - begins < MEASURED.toNanos(); now = System.nanoTime()) {
            int status = http.send(requests.next(dice).http(), BodyHandlers.discarding())
                    .statusCode();
            if (status / 100 == 2 && now - begins >= 0) {
                served++;
            }
        }
        return served;
    }
}
