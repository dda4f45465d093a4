package dev.poolwarden.demo;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ConversationResourceTest {

    private static final String PROBLEM = "application/problem+json";

    @Inject
    Conversations conversations;

    @Test
    void the_latest_fifty_conversations_come_with_their_message_counts() {
        int id = begin("the newest");
        when().get("/api/conversations")
                .then()
                .statusCode(200)
                .body("$", hasSize(50))
                .body("[0].id", equalTo(id))
                .body("[0].title", equalTo("the newest"))
                .body("[0].message_count", equalTo(0))
                .body("[49].message_count", greaterThan(-1));
    }

    @Test
    void an_assistant_that_takes_no_time_answers_too() throws SQLException {
        var resource = new ConversationResource(conversations, Settings.ON_WITHOUT_TASKS);
        Exchange exchange =
                resource.ask(begin("quick"), new NewMessage("now?")).await().atMost(Duration.ofSeconds(30));
        assertThat(exchange.answer().text()).endsWith("now?");
    }

    @Test
    void a_conversation_is_found_where_its_location_says() {
        String location = post("/api/conversations", Map.of("title", "where am I?"))
                .statusCode(201)
                .body("title", equalTo("where am I?"))
                .extract()
                .header("Location");
        when().get(location).then().statusCode(200).body("title", equalTo("where am I?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "messages/holding"})
    void a_question_and_its_answer_are_stored(String variant) {
        int id = begin("talk");
        post("/api/conversations/" + id + "/" + variant, Map.of("text", "is it late?"))
                .statusCode(201)
                .body("question.text", equalTo("is it late?"))
                .body("question.author", equalTo("user"))
                .body("answer.text", endsWith("is it late?"))
                .body("answer.author", equalTo("assistant"))
                .body("answer.conversation_id", equalTo(id));
        when().get("/api/conversations/" + id).then().body("message_count", equalTo(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "99999999", "9223372036854775807", "9223372036854775808", "abc", "1.5"})
    void an_unknown_conversation_is_404(String id) {
        when().get("/api/conversations/" + id).then().statusCode(404).contentType(startsWith(PROBLEM));
        post("/api/conversations/" + id + "/messages", Map.of("text", "x"))
                .statusCode(404)
                .contentType(startsWith(PROBLEM));
        post("/api/conversations/" + id + "/messages/holding", Map.of("text", "x"))
                .statusCode(404);
    }

    @Test
    void titles_of_1_to_200_characters_are_taken_as_they_are() {
        for (String title : new String[] {"x", "é".repeat(200), "quote ' \" \\ ; -- \n\t€ 😀", "\ud800"}) {
            post("/api/conversations", Map.of("title", title)).statusCode(201);
        }
    }

    @Test
    void a_bad_title_is_400_and_says_what_is_wrong() {
        refused("/api/conversations", Map.of("title", "")).body(containsString("between 1 and 200"));
        refused("/api/conversations", Map.of("title", "x".repeat(201))).body(containsString("between 1 and 200"));
        refused("/api/conversations", Map.of("title", "a\u0000b")).body(containsString("U+0000"));
        refused("/api/conversations", Map.of()).body(containsString("must not be null"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "messages/holding"})
    void a_bad_text_is_400_and_says_what_is_wrong(String variant) {
        String path = "/api/conversations/1/" + variant;
        refused(path, Map.of("text", "")).body(containsString("between 1 and 4000"));
        refused(path, Map.of("text", "x".repeat(4001))).body(containsString("between 1 and 4000"));
        refused(path, Map.of("text", "\u0000")).body(containsString("U+0000"));
        refused(path, Map.of()).body(containsString("must not be null"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{", "[]", "7", "{\"title\": {}}"})
    void a_body_that_is_no_conversation_is_400(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .when()
                .post("/api/conversations")
                .then()
                .statusCode(400);
    }

    private static int begin(String title) {
        return post("/api/conversations", Map.of("title", title))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static ValidatableResponse refused(String path, Object body) {
        return post(path, body).statusCode(400).contentType(startsWith(PROBLEM));
    }

    private static ValidatableResponse post(String path, Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .when()
                .post(path)
                .then();
    }
}
