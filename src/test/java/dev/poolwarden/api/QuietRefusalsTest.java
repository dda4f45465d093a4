package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever can be reached by strangers would fill its log with their mistakes. */
@QuarkusTest
class QuietRefusalsTest {

    private static final String POST = "POST /api/conversations HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\n" + NotedAnswers.HEADER + ": %s\r\n";

    @TestHTTPResource("")
    URI base;

    @Inject
    NotedAnswers answers;

    private LogLines log;

    @BeforeEach
    void listen() {
        log = new LogLines("");
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void who_goes_away_in_the_middle_of_a_body_is_no_failure_of_ours() throws IOException {
        try (RawConnection connection = new RawConnection(base)) {
            connection.send(POST.formatted("gone") + "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n");
            assertThat(connection.readInterim())
                    .as("once the body is waited for")
                    .isEqualTo(100);
            connection.send("{\"title\":");
        }
        await().until(() -> answers.status("gone") != null);
        assertThat(answers.status("gone")).isEqualTo(400);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void nor_is_a_body_that_turns_out_too_long() throws IOException {
        String chunk = "8000\r\n" + " ".repeat(0x8000) + "\r\n";
        try (RawConnection connection = new RawConnection(base)) {
            connection.send(
                    POST.formatted("long") + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(3) + "0\r\n\r\n");
            assertThat(connection.read(false).status()).isEqualTo(413);
            assertThat(connection.read(false)).isNull();
        }
        await().until(() -> answers.status("long") != null);
        assertThat(answers.status("long")).isEqualTo(413);
        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nno frame of HTTP/2 at all",
                " / HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001"
            })
    void nor_is_what_is_no_http(String bytes) throws IOException {
        try (RawConnection connection = new RawConnection(base)) {
            connection.send(bytes);
            connection.finish();
            connection.drain();
        }
        assertThat(log.lines()).isEmpty();
    }
}
