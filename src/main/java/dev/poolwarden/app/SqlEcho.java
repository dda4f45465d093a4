package dev.poolwarden.app;

import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * What DB_ECHO shows of the driver's trace: the text of each statement as it is parsed, never the values bound to it, which
 * are the users'. A prepared statement that is used again is not shown again.
 */
final class SqlEcho implements Filter {

    /** The driver's class that traces the protocol. */
    static final String TRACER = "org.postgresql.core.v3.QueryExecutorImpl";

    @Override
    public boolean isLoggable(LogRecord entry) {
        return !TRACER.equals(entry.getLoggerName()) || showsStatement(entry.getMessage());
    }

    private static boolean showsStatement(String message) {
        return message != null && (message.startsWith(" FE=> Parse(") || message.startsWith(" FE=> SimpleQuery("));
    }
}
