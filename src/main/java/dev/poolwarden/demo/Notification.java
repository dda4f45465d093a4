package dev.poolwarden.demo;

import java.time.Instant;

/** Something an employee has not read yet. */
public record Notification(long id, String employee, String text, Instant createdAt) {}
