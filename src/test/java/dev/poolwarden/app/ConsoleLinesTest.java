package dev.poolwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import javax.transaction.xa.XAException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleLinesTest {

    @ParameterizedTest
    @CsvSource({
        "ARJUNA016039: onePhaseCommit on, 40001, false",
        "ARJUNA016039: onePhaseCommit on, 40P01, false",
        "ARJUNA016039: onePhaseCommit on, 55P03, false",
        "ARJUNA016039: onePhaseCommit on, 23505, true",
        "ARJUNA016039: onePhaseCommit on, 57P01, true",
        "ARJUNA016039: onePhaseCommit on, , true",
        "ARJUNA016036: commit on, 40001, true",
        ", 40001, true"
    })
    void conflicts_at_commits_are_the_callers_to_hear_and_no_warnings(String message, String state, boolean shown) {
        LogRecord entry = new LogRecord(Level.WARNING, message);
        entry.setThrown(new XAException(XAException.XA_RBROLLBACK));
        assertThat(new ConsoleLines().isLoggable(entry)).isTrue();
        entry.getThrown().initCause(new SQLException("made up", state));
        assertThat(new ConsoleLines().isLoggable(entry)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"' FE=> Parse(stmt=null,query=\"select $1\")', true", "' FE=> Bind(stmt=null,$1=<secret>)', false"})
    void of_the_drivers_trace_statements_are_shown_and_values_are_not(String message, boolean shown) {
        LogRecord entry = new LogRecord(Level.FINEST, message);
        entry.setLoggerName(SqlEcho.TRACER);
        assertThat(new ConsoleLines().isLoggable(entry)).isEqualTo(shown);
    }
}
