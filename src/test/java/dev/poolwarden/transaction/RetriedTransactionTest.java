package dev.poolwarden.transaction;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.poolwarden.gate.Gate;
import io.quarkus.arc.ClientProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.postgresql.util.PSQLException;

/** As an application uses it: injected, by the annotation, with the application's settings and metrics. */
@QuarkusTest
class RetriedTransactionTest {

    @Inject
    RetriedTransactions transactions;

    @Inject
    Annotated annotated;

    @Inject
    Transfers transfers;

    @Inject
    DataSource dataSource;

    @Inject
    Gate gate;

    @Inject
    Vertx vertx;

    private Bank bank;
    private Annotated methods;

    @BeforeEach
    void open() throws Exception {
        bank = new Bank(dataSource);
        bank.open();
        methods = ClientProxy.unwrap(annotated);
        methods.tries.set(0);
        methods.conflicts.set(1);
    }

    @AfterEach
    void nothingIsHeld() {
        assertThat(gate.snapshot().occupancy().inFlight()).isZero();
    }

    @Test
    void a_method_is_done_again_by_the_annotation_of_its_class() throws Exception {
        annotated.byTheClass();
        assertThat(methods.tries).hasValue(2);
        assertThat(bank.balance(1)).isEqualTo(1);
    }

    @Test
    void a_method_s_own_bound_holds() {
        methods.conflicts.set(9);
        assertThatThrownBy(annotated::twice).isInstanceOf(PSQLException.class);
        assertThat(methods.tries).hasValue(2);
    }

    @Test
    void a_method_has_its_isolation_and_leaves_no_trace_of_it() throws Exception {
        assertThat(annotated.isolation()).isEqualTo("serializable");
        for (int i = 0; i < 30; i++) {
            assertThat(bank.ask("select (current_setting('transaction_isolation') = 'read committed')::int"))
                    .isEqualTo(1);
        }
    }

    @Test
    void beside_the_plain_annotation_it_is_the_outer_one() throws Exception {
        annotated.besideThePlainOne();
        assertThat(methods.tries).hasValue(2);
        assertThat(bank.balance(1)).isEqualTo(1);
    }

    @Test
    void a_checked_exception_rolls_back() throws Exception {
        assertThatThrownBy(annotated::withACheckedException).isInstanceOf(IOException.class);
        assertThat(methods.tries).hasValue(2);
        assertThat(bank.total()).isZero();
    }

    @Test
    void retries_and_ends_are_counted() {
        double retries = counter("poolwarden_transaction_retries_total{sql_state=\"40001\"}");
        double ends = counter("poolwarden_transaction_gave_up_total{reason=\"max_tries\",sql_state=\"40001\"}");
        methods.conflicts.set(9);
        assertThatThrownBy(annotated::byTheClass).isInstanceOf(PSQLException.class);
        assertThat(counter("poolwarden_transaction_retries_total{sql_state=\"40001\"}") - retries)
                .isEqualTo(3);
        assertThat(counter("poolwarden_transaction_gave_up_total{reason=\"max_tries\",sql_state=\"40001\"}") - ends)
                .isEqualTo(1);
    }

    private static double counter(String series) {
        String metrics =
                given().accept("application/openmetrics-text").get("/q/metrics").asString();
        return Pattern.compile("(?m)^" + Pattern.quote(series) + " ([0-9.]+)")
                .matcher(metrics)
                .results()
                .map(hit -> hit.group(1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " is not in " + metrics));
    }

    @Test
    void an_event_loop_is_not_blocked() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(nothing -> thrown.complete(catchThrowable(() -> transactions.run(() -> {}))));
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("event loop");
    }

    /** By reflection, since the tests are compiled for 17. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void a_virtual_thread_may_retry() throws Exception {
        Executor virtual = work -> {
            try {
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        virtual.execute(() -> thrown.complete(catchThrowable(annotated::byTheClass)));
        assertThat(thrown.get()).isNull();
        assertThat(methods.tries).hasValue(2);
    }

    @Test
    void the_documented_example_works() throws Exception {
        assertThat(transfers.deposit(1, 100)).isEqualTo(100);
        transfers.transfer(1, 2, 30);
        assertThatThrownBy(() -> transfers.transfer(1, 2, 71)).hasMessage("Account 1 has less than 71");
        assertThat(bank.balance(1)).isEqualTo(70);
        assertThat(bank.balance(2)).isEqualTo(30);
    }

    @Test
    void the_documentation_shows_the_example_as_it_is_tested() throws IOException {
        String source =
                Files.readString(Path.of("src", "test", "java", "dev", "poolwarden", "transaction", "Transfers.java"));
        String documentation = Files.readString(Path.of("docs", "transactions.md"));
        MatchResult example = Pattern.compile("(?s)// docs: begin\n(.*)// docs: end")
                .matcher(source)
                .results()
                .findFirst()
                .orElseThrow();
        assertThat(documentation).contains("```java\n" + example.group(1) + "```");
    }
}
