package dev.poolwarden.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.poolwarden.testing.PackagedApplication;
import dev.poolwarden.testing.PgBouncer;
import dev.poolwarden.testing.PgBouncer.Mode;
import dev.poolwarden.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The packaged application in production mode, its database, the network between them, and the name by which it knows it. */
final class Patient implements AutoCloseable {

    static final Duration LONGEST_WAIT = Duration.ofMillis(500);
    static final Duration CONNECT = Duration.ofSeconds(1);
    static final Duration STATEMENT = Duration.ofSeconds(1);
    static final Duration SOCKET = STATEMENT.plusSeconds(1);
    static final int SIZE = 5;
    static final int OVERFLOW = 5;
    static final int MOST_SEATS = SIZE + OVERFLOW + 1; // and the reserved one

    static final String CONFIG = "/api/v1/health/database/throttling-config";
    static final String STATUS = "/api/v1/health/database/status";

    /** Others come through a pooler as the same role, and a place that it keeps for the next has no name. */
    private static final String OURS =
            "select count(*) from pg_stat_activity where usename = 'app'" + " and application_name like 'poolwarden%'";

    private static final String NAME = "database.test";
    private static final Path LOG = Path.of("target/faults.log");
    private static final ObjectMapper JSON = new ObjectMapper();

    final Relay relay;
    final FullDisk disk;
    final PgBouncer pooler; // null where there is none
    final String url;
    /** The present primary. */
    volatile TestPostgres postgres = new TestPostgres();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path names;
    private volatile TestPostgres former; // the primary before it, null where there is none
    private final Map<String, String> more;
    private PackagedApplication application;

    Patient() {
        this(Map.of(), null);
    }

    /** @param more of its environment, beyond what it always has */
    Patient(Map<String, String> more) {
        this(more, null);
    }

    /** With a pooler in front of the server; where none is installed, the test ends here as skipped. */
    static Patient behindPooler(String... configuration) {
        return new Patient(Map.of(), configuration);
    }

    private Patient(Map<String, String> more, String[] configurationOfPooler) {
        this.more = more;
        try {
            names = Files.createTempFile("poolwarden-names", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        disk = FullDisk.in(this);
        if (configurationOfPooler == null) {
            pooler = null;
            relay = new Relay(postgres.port());
            postgres.requirePassword();
        } else {
            pooler = PgBouncer.start(Mode.SESSION, postgres, configurationOfPooler);
            relay = new Relay(pooler.port());
        }
        postgres.asAdmin(
                "alter role app set synchronous_commit = on"); // off in a test's server: a crash would lose writes
        nameKnown(true);
        start("0");
        url = application.awaitUrl();
    }

    private void start(String port) {
        Map<String, String> environment = new HashMap<>(Map.ofEntries(
                Map.entry("QUARKUS_HTTP_PORT", port),
                Map.entry("DATABASE_URL", "postgres://app:right@" + NAME + ":" + relay.port() + "/app"),
                Map.entry("POOLWARDEN_POOL_SIZE", Integer.toString(SIZE)),
                Map.entry("POOLWARDEN_POOL_MAX_OVERFLOW", Integer.toString(OVERFLOW)),
                Map.entry("POOLWARDEN_POOL_CONNECT_TIMEOUT", CONNECT.toString()),
                Map.entry("POOLWARDEN_POOL_STATEMENT_TIMEOUT", STATEMENT.toString()),
                Map.entry("POOLWARDEN_GATE_MAX_CONCURRENT", "8"),
                Map.entry("POOLWARDEN_GATE_MAX_WAIT", LONGEST_WAIT.toString()),
                Map.entry("POOLWARDEN_DEMO_ENABLED", "true"),
                Map.entry("POOLWARDEN_DEMO_TASKS", "false"),
                Map.entry("POOLWARDEN_DEMO_ASSISTANT_DELAY", "0.2s"),
                Map.entry("POOLWARDEN_PRESSURE_FALL_AFTER", "1s")));
        environment.putAll(more);
        application = new PackagedApplication(
                environment, Map.of("jdk.net.hosts.file", names.toString(), "sun.net.inetaddr.ttl", "0"));
    }

    /** Asks the application to end, waits until it has, and returns its exit code. */
    int ends() {
        application.terminate();
        return application.awaitExit();
    }

    /** Starts it once more where it was; returns when it serves. */
    void startsAgain() {
        start(Integer.toString(URI.create(url).getPort()));
        application.awaitUrl();
    }

    /** Nobody asks for anything, and what was is forgotten: the next fault's reasons are its own. */
    void awaitCalm() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> config().at("/throttling_level").asText().equals("NORMAL"));
    }

    /** Has users at work for a while: code that nobody has needed before answers slowly, which is no fault's doing. */
    void warmsUp() {
        awaitCalm();
        try (Users users = new Users(url, "warm-up", 10)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> users.acknowledged().size() > 1000);
        }
    }

    /** Another server is the primary, and new connections find it; the former goes on, in its own way. */
    void movesTo(TestPostgres primary) {
        forgetsFormer();
        former = postgres;
        postgres = primary;
        relay.leadTo(primary.port());
    }

    /** The former primary is no more. */
    void forgetsFormer() {
        if (former != null) {
            former.close();
            former = null;
        }
    }

    /** The application's process. */
    long pid() {
        return application.pid();
    }

    /** What the application has said. */
    List<String> log() {
        return application.log();
    }

    /** Whether the database's name leads anywhere. */
    void nameKnown(boolean known) {
        try {
            Files.writeString(names, "127.0.0.1 localhost\n" + (known ? "127.0.0.1 " + NAME + "\n" : ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode config() {
        return get(CONFIG);
    }

    JsonNode status() {
        return get(STATUS);
    }

    private JsonNode get(String path) {
        try {
            return JSON.readTree(
                    http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString())
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nobody asks for anything, and nothing is out: permits, connections in use, and what the server lists. */
    void awaitNothingOut() {
        await().atMost(Duration.ofSeconds(30)).until(() -> accounts().areExact());
    }

    /** What the application believes to be out, and what the server lists. */
    Accounts accounts() {
        JsonNode status = status();
        return new Accounts(
                status.at("/gate/in_flight").asInt(),
                status.at("/pool/in_use").asInt(),
                status.at("/pool/established").asInt(),
                listed());
    }

    record Accounts(int inFlight, int inUse, int established, int listed) {

        boolean areExact() {
            return inFlight == 0 && inUse == 0 && established == listed;
        }
    }

    /** Connections of the pool that the server lists; the reserved one is left out. */
    int listed() {
        return sumOfServers(OURS + " and application_name not like '%reserved%'");
    }

    /** The same with the reserved one. */
    int seats() {
        return sumOfServers(OURS);
    }

    private int sumOfServers(String sql) {
        TestPostgres other = former;
        return postgres.count(sql) + (other == null ? 0 : other.count(sql));
    }

    /** What the database has kept of what users wrote. */
    Set<String> titles() {
        Set<String> titles = new HashSet<>();
        try (Connection connection = postgres.admin("app");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select title from poolwarden_demo.conversations")) {
            while (rows.next()) {
                titles.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return titles;
    }

    @Override
    public void close() {
        application.close();
        keepLog();
        relay.close();
        if (pooler != null) {
            pooler.close();
        }
        forgetsFormer();
        postgres.close();
        names.toFile().delete();
    }

    /** What it had to say helps to understand a fault that was not survived. */
    private void keepLog() {
        try {
            List<String> log = application.log().stream()
                    .filter(line -> !line.startsWith("\tat ")) // a line for each call would bury the rest
                    .toList();
            Files.write(LOG, log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
