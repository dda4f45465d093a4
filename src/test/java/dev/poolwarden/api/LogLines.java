package dev.poolwarden.api;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The warnings and errors that are logged while it is open, but for those that only tell of a machine that stood still. */
final class LogLines extends Handler implements AutoCloseable {

    /** Counts the time in which nothing ran at all as time in which the event loop was kept busy. */
    private static final String STANDSTILLS = "io.vertx.core.impl.BlockedThreadChecker";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    /** @param category whose lines, and those below it; empty for all */
    LogLines(String category) {
        logger = Logger.getLogger(category);
        logger.addHandler(this);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.WARNING.intValue() && !STANDSTILLS.equals(line.getLoggerName())) {
            lines.add("%s: %s %s".formatted(line.getLoggerName(), line.getMessage(), line.getThrown()));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
