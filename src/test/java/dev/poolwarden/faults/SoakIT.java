package dev.poolwarden.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/**
 * At three times what it can serve, with one fault after the other, an application keeps what it promises. One minute of it, or
 * as long as {@code -Dsoak.length=PT10M} says; what happens is decided by {@code -Dsoak.seed}. The report is {@code
 * target/soak.md}.
 */
class SoakIT {

    private static final Duration LENGTH = Duration.parse(System.getProperty("soak.length", "PT1M"));
    private static final long SEED = Long.getLong("soak.seed", 1);
    private static final double OVERLOAD = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Path REPORT = Path.of("target/soak.md");

    private final SoakBounds bounds = new SoakBounds(LENGTH);
    private final SplittableRandom dice = new SplittableRandom(SEED);
    private final SoakReport report = new SoakReport(SEED, LENGTH);
    private final List<String> mishaps = new ArrayList<>();
    private volatile boolean unheard; // the last mishap may have left the server unaware of ends

    /** When a mishap was over, and when the next begins or nobody asks any more. */
    private record Past(Mishap mishap, long struck, long ended, long until) {}

    @Test
    void keeps_its_promises_at_three_times_its_capacity_whatever_happens() throws Exception {
        System.out.println("Soak of " + LENGTH + ", -Dsoak.seed=" + SEED);
        Findings findings;
        try (Patient patient = new Patient(bounds.environment())) {
            findings = soak(patient);
        }
        report.findings(findings);
        report.write(REPORT);
        for (Invariant each : Invariant.values()) {
            boolean canBeSeen = each != Invariant.FLAT || Footprint.isTold();
            assertThat(findings.looks(each) > 0).as(each.sentence).isEqualTo(canBeSeen);
        }
        assertThat(Invariant.values())
                .allSatisfy(each -> assertThat(findings.violations(each))
                        .as("%s; -Dsoak.seed=%d, see %s", each.sentence, SEED, REPORT)
                        .isEmpty());
    }

    private Findings soak(Patient patient) throws Exception {
        List<Mishap> planned = Mishap.during(LENGTH, Faults.underLoad(), dice.split());
        Requests requests = new Requests(patient.url, conversation(patient));
        double capacity = Capacity.measure(requests, bounds.permits(), dice.split());
        warmUp(requests, OVERLOAD * capacity);
        Findings findings = new Findings();
        Tally tally = new Tally(LENGTH.multipliedBy(2), System::nanoTime);
        OpenLoop load = new OpenLoop(requests, OVERLOAD * capacity, dice.split(), tally);
        Watch watch = new Watch(patient, load, tally, findings, bounds, () -> unheard);
        List<Past> past = new ArrayList<>();
        try {
            suffer(patient, planned, past);
        } finally {
            watch.close();
            load.close();
        }
        report.load(capacity, OVERLOAD * capacity, tally, load);
        report.watch(watch);
        report.log(patient.log());
        past.forEach(each -> recovered(each, tally, capacity, findings));
        report.mishaps(mishaps);
        watch.footprints.check(findings, bounds.growth());
        findings.check(Invariant.AGE, tally.longest().compareTo(bounds.age()) <= 0, () -> "" + tally.longest());
        exact(patient, findings);
        kept(patient, tally.acknowledged(), findings);
        return findings;
    }

    private static long conversation(Patient patient) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(patient.url + "/api/conversations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"title\":\"soak\"}"))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return new ObjectMapper().readTree(answer).at("/id").asLong();
    }

    /** What is first refused is refused slowly: code that nobody has needed before is loaded. That is no part of the soak. */
    private void warmUp(Requests requests, double perSecond) throws InterruptedException {
        try (OpenLoop load = new OpenLoop(requests, perSecond, dice.split(), new Tally(WARM_UP, System::nanoTime))) {
            TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
        }
    }

    /** One mishap after the other, each at its time, and then the rest of the time. */
    private void suffer(Patient patient, List<Mishap> planned, List<Past> past) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < planned.size(); i++) {
            Mishap mishap = planned.get(i);
            waitUntil(start + mishap.at().toNanos());
            long struck = System.nanoTime();
            unheard = mishap.isUnheard();
            mishap.strike(patient);
            waitUntil(struck + mishap.lasts().toNanos());
            mishap.end(patient);
            Duration until = i + 1 < planned.size() ? planned.get(i + 1).at() : LENGTH;
            past.add(new Past(mishap, struck, System.nanoTime(), start + until.toNanos()));
        }
        waitUntil(start + LENGTH.toNanos());
    }

    private static void waitUntil(long nanoTime) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanoTime - System.nanoTime());
    }

    /** Served again is whoever gets half of what was served before all this, at three times that. */
    private void recovered(Past past, Tally tally, double capacity, Findings findings) {
        Optional<Duration> recovery = tally.recovery(past.ended(), past.until(), capacity / 2);
        boolean soon = recovery.isPresent() && recovery.get().compareTo(bounds.recovery()) <= 0;
        String after = recovery.map(each -> String.format(Locale.ROOT, "%.1f s", each.toMillis() / 1e3))
                .orElse("not before the next");
        findings.check(Invariant.SERVED_AGAIN, soon, () -> past.mishap().names() + ": " + after);
        mishaps.add(String.format(
                Locale.ROOT,
                "| %s | %s | %.1f s | %s |",
                findings.clock(past.struck()),
                past.mishap().names(),
                (past.ended() - past.struck()) / 1e9,
                after));
    }

    private static void exact(Patient patient, Findings findings) {
        try {
            patient.awaitNothingOut();
            findings.check(Invariant.EXACT, true, String::new);
        } catch (UncheckedIOException e) {
            findings.check(Invariant.EXACT, false, () -> "the application does not answer: " + e);
        } catch (ConditionTimeoutException e) {
            findings.check(
                    Invariant.EXACT,
                    false,
                    () -> "permits " + patient.status().at("/gate/in_flight") + " "
                            + patient.status().at("/pool") + ", the server lists " + patient.listed());
        }
    }

    private static void kept(Patient patient, Collection<String> acknowledged, Findings findings) throws SQLException {
        Set<String> lost = new HashSet<>(acknowledged);
        try (Connection connection = patient.postgres.admin("app");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select title from poolwarden_demo.conversations"
                        + " union all select text from poolwarden_demo.messages")) {
            while (rows.next()) {
                lost.remove(rows.getString(1));
            }
        }
        findings.check(Invariant.KEPT, lost.isEmpty(), () -> lost.size() + " lost: " + lost);
    }
}
