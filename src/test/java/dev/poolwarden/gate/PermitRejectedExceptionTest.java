package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.Rejection.Cause;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PermitRejectedExceptionTest {

    private final PermitRejectedException thrown =
            new PermitRejectedException(new Rejection(Cause.BACKLOG_FULL, 8, 8, 4, Duration.ofMillis(3), 1));

    @Test
    void says_why_with_figures_and_what_to_do() {
        assertThat(thrown.getMessage())
                .isEqualTo("No database connection admitted: too many callers wait already"
                        + " (in flight 8 of 8, waiting 4, waited 3 ms); retry in 1 s");
        assertThat(thrown.getSQLState()).isEqualTo("53300");
    }

    @Test
    void costs_no_stack_trace() {
        assertThat(thrown.getStackTrace()).isEmpty();
    }

    @Test
    void says_the_same_where_it_was_sent_to() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(thrown);
        ObjectInputStream wire = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        PermitRejectedException received = (PermitRejectedException) wire.readObject();
        assertThat(received.getMessage()).isEqualTo(thrown.getMessage());
        assertThat(received.rejection()).isEqualTo(thrown.rejection());
    }
}
