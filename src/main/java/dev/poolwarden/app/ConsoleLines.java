package dev.poolwarden.app;

import io.quarkus.logging.LoggingFilter;
import java.sql.SQLException;
import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/** What is let through to the console, which takes one filter alone. */
@LoggingFilter(name = "console-lines")
public final class ConsoleLines implements Filter {

    /** Narayana's warning, with a stack trace, of each commit that failed. */
    private static final String COMMIT_FAILED = "ARJUNA016039";

    /** Under load some of them a second; who commits hears the same, and a retried transaction goes on after it. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");

    private final Filter sql = new SqlEcho();

    @Override
    public boolean isLoggable(LogRecord entry) {
        return sql.isLoggable(entry) && !repeatsConflict(entry);
    }

    private static boolean repeatsConflict(LogRecord entry) {
        return entry.getMessage() != null
                && entry.getMessage().startsWith(COMMIT_FAILED)
                && entry.getThrown() != null
                && entry.getThrown().getCause() instanceof SQLException refused
                && refused.getSQLState() != null
                && CONFLICTS.contains(refused.getSQLState());
    }
}
