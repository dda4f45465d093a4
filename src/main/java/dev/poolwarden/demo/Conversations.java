package dev.poolwarden.demo;

import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Conversations and their messages in the database. */
@Singleton
class Conversations {

    private static final String SELECT = """
            select id, title, created_at,
                   (select count(*) from poolwarden_demo.messages where conversation_id = c.id) as message_count
            from poolwarden_demo.conversations c
            """;
    private static final String BEGIN = """
            insert into poolwarden_demo.conversations (title) values (?) returning id, title, created_at, 0 as message_count
            """;
    // Selecting what it refers to, with a lock, makes "unknown" an empty result instead of a violated foreign key.
    private static final String ASK = """
            insert into poolwarden_demo.messages (conversation_id, author, text)
            select id, 'user', ? from poolwarden_demo.conversations where id = ? for key share
            returning id, conversation_id, author, text, created_at
            """;
    // A background task may have answered meanwhile: then that row is the answer.
    private static final String ANSWER = """
            insert into poolwarden_demo.messages (conversation_id, author, answers, text)
            select conversation_id, 'assistant', id, 'Noted: ' || left(text, 200)
            from poolwarden_demo.messages where id = ? for key share
            on conflict (answers) do update set text = excluded.text
            returning id, conversation_id, author, text, created_at
            """;

    private final Sql sql;

    Conversations(Sql sql) {
        this.sql = sql;
    }

    List<Conversation> latest(int limit) throws SQLException {
        return sql.list(SELECT + "order by id desc limit ?", Conversations::conversation, limit);
    }

    /** @throws NotFoundException when there is no such conversation */
    Conversation find(long id) throws SQLException {
        return only(sql.list(SELECT + "where id = ?", Conversations::conversation, id), "conversation", id);
    }

    Conversation begin(String title) throws SQLException {
        return sql.list(BEGIN, Conversations::conversation, title).get(0);
    }

    /** @throws NotFoundException when there is no such conversation */
    Message ask(long conversation, String text) throws SQLException {
        return sql.withConnection(connection -> ask(connection, conversation, text));
    }

    /** @throws NotFoundException when the question has been cleaned up meanwhile */
    Message answer(Message question) throws SQLException {
        return sql.withConnection(connection -> answer(connection, question));
    }

    /** How not to do it: waits for the assistant inside a transaction, and so keeps a connection that does nothing. */
    Exchange askHolding(long conversation, String text, Duration assistantDelay) throws SQLException {
        return sql.inTransaction(connection -> {
            Message question = ask(connection, conversation, text);
            sleep(assistantDelay);
            return new Exchange(question, answer(connection, question));
        });
    }

    private static Message ask(Connection connection, long conversation, String text) throws SQLException {
        return only(
                Sql.list(connection, ASK, Conversations::message, text, conversation), "conversation", conversation);
    }

    private static Message answer(Connection connection, Message question) throws SQLException {
        return only(Sql.list(connection, ANSWER, Conversations::message, question.id()), "message", question.id());
    }

    private static <T> T only(List<T> found, String what, long id) {
        if (found.isEmpty()) {
            throw new NotFoundException("There is no " + what + " " + id);
        }
        return found.get(0);
    }

    /** An interrupted assistant (the application stops) answers at once. */
    private static void sleep(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Conversation conversation(ResultSet row) throws SQLException {
        return new Conversation(
                row.getLong("id"),
                row.getString("title"),
                row.getLong("message_count"),
                Sql.instant(row, "created_at"));
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getLong("id"),
                row.getLong("conversation_id"),
                row.getString("author"),
                row.getString("text"),
                Sql.instant(row, "created_at"));
    }
}
