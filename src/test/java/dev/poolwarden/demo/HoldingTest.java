package dev.poolwarden.demo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HoldingTest {

    private static final Duration DELAY = Duration.ofMillis(1500);

    /** So much less than the delay that a machine that stands still for a moment does not make the end of one miss the other. */
    private static final Duration A_WHILE = DELAY.dividedBy(8);

    private static final NewMessage QUESTION = new NewMessage("how long?");

    @Inject
    DataSource real;

    @Inject
    Sql sql;

    @Inject
    Vertx vertx;

    ObservedDatabase database;
    ConversationResource resource;

    @BeforeEach
    void slowAssistant() {
        database = new ObservedDatabase(real);
        resource = new ConversationResource(new Conversations(database.sql()), Settings.slowAssistant(DELAY));
    }

    @Test
    void asking_holds_no_connection_while_the_assistant_thinks() throws Exception {
        long before = System.nanoTime();
        var pending = resource.ask(1, QUESTION).subscribeAsCompletionStage();
        assertThat(database.asked()).isEqualTo(1);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .during(A_WHILE)
                .until(() -> database.borrowed() == 0 && !pending.isDone());
        assertThat(pending.get().answer().author()).isEqualTo("assistant");
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(DELAY.toNanos());
        assertThat(database.borrowed()).isZero();
    }

    @Test
    void the_answer_is_stored_by_a_worker_thread_and_not_by_the_event_loop() {
        var done = new CompletableFuture<Exchange>();
        // As in a real request, which begins on the event loop and subscribes in its context.
        VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext())
                .runOnContext(ignored -> Uni.createFrom()
                        .deferred(Unchecked.supplier(() -> resource.ask(1, QUESTION)))
                        .subscribe()
                        .with(done::complete, done::completeExceptionally));
        assertThat(done).succeedsWithin(Duration.ofSeconds(30));
        assertThat(database.lastBorrower()).startsWith("executor-thread");
    }

    @Test
    void the_question_is_kept_even_when_the_caller_goes_away() throws Exception {
        resource.ask(1, QUESTION).subscribe().with(ignored -> {}).cancel();
        assertThat(database.asked()).isEqualTo(1);
        assertThat(lastMessageOfConversation(1)).isEqualTo(QUESTION.text());
    }

    @Test
    void the_holding_variant_holds_its_connection_all_the_while() throws Exception {
        var thread = Executors.newSingleThreadExecutor();
        var pending = thread.submit(() -> resource.askHolding(1, QUESTION));
        await().pollInterval(Duration.ofMillis(5)).until(() -> database.borrowed() == 1);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .during(A_WHILE)
                .until(() -> database.borrowed() == 1);
        pending.get();
        thread.shutdown();
        assertThat(database.borrowed()).isZero();
        assertThat(database.asked()).isEqualTo(1);
    }

    @Test
    void the_server_sees_the_held_connection_idle_in_transaction() {
        var requests = new ArrayDeque<CompletableFuture<Integer>>();
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            if (requests.isEmpty() || requests.getLast().isDone()) {
                requests.add(askHolding()); // or a moment in which nothing ran has hidden the one before
            }
            return idleInTransaction() == 1;
        });
        assertThat(requests).allSatisfy(each -> assertThat(each.join()).isEqualTo(201));
        assertThat(idleInTransaction()).isZero();
    }

    private static CompletableFuture<Integer> askHolding() {
        return CompletableFuture.supplyAsync(() -> given().contentType(ContentType.JSON)
                .body("{\"text\": \"holding\"}")
                .post("/api/conversations/1/messages/holding")
                .statusCode());
    }

    @Test
    void a_question_whose_answer_cannot_be_stored_fails_with_the_databases_own_error() throws SQLException {
        var pending = resource.ask(1, QUESTION).subscribeAsCompletionStage();
        database.isAwayFor(1);
        assertThat(pending)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(SQLException.class);
    }

    private long idleInTransaction() {
        try {
            return sql.list("""
                    select count(*) from pg_stat_activity
                    where state = 'idle in transaction' and query like '%insert into poolwarden_demo.messages%'
                    """, row -> row.getLong(1)).get(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String lastMessageOfConversation(long id) throws SQLException {
        return sql.list(
                        "select text from poolwarden_demo.messages where conversation_id = ? order by id desc limit 1",
                        row -> row.getString(1),
                        id)
                .get(0);
    }
}
