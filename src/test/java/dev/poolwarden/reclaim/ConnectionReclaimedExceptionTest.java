package dev.poolwarden.reclaim;

import static dev.poolwarden.reclaim.Connections.doing;
import static dev.poolwarden.reclaim.Connections.held;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.reclaim.Backend.Activity;
import java.sql.SQLRecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionReclaimedExceptionTest {

    private static ConnectionReclaimedException taken(Evidence evidence) {
        PooledConnection taken = held(4711, 1, "POST /chat", 41_000, doing(Activity.IDLE, 31_000));
        return new ConnectionReclaimedException(taken, evidence);
    }

    @Test
    void says_what_was_taken_from_where_and_what_to_do() {
        assertThat(taken(Evidence.LEAKED).getMessage())
                .isEqualTo("This connection was taken back: it was held without working (backend 4711, borrowed by"
                        + " POST /chat, held 41000 ms, 31000 ms of it without a statement); what was not committed is"
                        + " rolled back; borrow another one, and give it back before waiting for anything else");
    }

    @Test
    void is_recoverable_and_has_the_state_of_a_connection_that_does_not_exist() {
        Throwable error = taken(Evidence.DEAD);

        assertThat(error).isInstanceOf(SQLRecoverableException.class);
        assertThat(taken(Evidence.DEAD).getSQLState()).isEqualTo("08003");
    }

    @ParameterizedTest
    @CsvSource({
        "LEAKED, it was held without working",
        "IDLE_IN_TRANSACTION, its transaction was left open without working",
        "DEAD, the server no longer had it",
        "DEMANDED, an operator took all connections"
    })
    void says_why(Evidence evidence, String sentence) {
        assertThat(taken(evidence).getMessage()).contains(": " + sentence + " (");
    }
}
