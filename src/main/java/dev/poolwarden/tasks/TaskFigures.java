package dev.poolwarden.tasks;

import java.util.OptionalLong;

/**
 * What a background task came to since the start.
 *
 * @param task its name
 * @param heldBack whether it is held back at present
 * @param runs due runs let through
 * @param skipped due runs left out
 * @param delayed due runs that waited for better health, whatever became of them
 * @param overdueRuns of the runs, those let through because the longest pause was over
 * @param sinceLastRunMillis ms since the last run began; empty before the first
 */
public record TaskFigures(
        String task,
        boolean heldBack,
        long runs,
        long skipped,
        long delayed,
        long overdueRuns,
        OptionalLong sinceLastRunMillis) {}
