package dev.poolwarden.faults;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to the database or on the way to it: nobody hangs beyond the bound, nothing acknowledged is lost, and all
 * comes back by itself. What was measured is written to {@code target/faults.md}. {@code -Dfaults.last=PT10S} lets each last
 * longer than 3 s, {@code -Dfaults.only=REGEX} picks some by name.
 */
class FaultsIT {

    private static final Duration LASTS = Duration.parse(System.getProperty("faults.last", "PT3S"));

    private static final Pattern ONLY = Pattern.compile(System.getProperty("faults.only", ""));

    private static Patient patient;

    @BeforeAll
    static void start() {
        patient = new Patient();
        patient.warmsUp();
    }

    @AfterAll
    static void stop() {
        patient.close();
    }

    static List<Fault> faults() {
        return Faults.all().stream()
                .filter(each -> ONLY.matcher(each.name()).find())
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void is_survived(Fault fault) throws Exception {
        survives(fault, patient);
    }

    /** Others have taken every place that the pooler has while the network was cut. */
    @Test
    void a_pooler_that_is_full_is_survived() throws Exception {
        try (Patient behindPooler = Patient.behindPooler("max_client_conn = 15")) {
            behindPooler.warmsUp();
            survives(OtherClients.takeAllPlaces(), behindPooler);
        }
    }

    private static void survives(Fault fault, Patient patient) throws Exception {
        Case seen = Case.of(fault, LASTS, patient);
        Table.add(seen);
        SoftAssertions.assertSoftly(Goals.metBy(seen, fault));
    }
}
