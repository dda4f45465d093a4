package dev.poolwarden.demo;

import java.time.Instant;

/** Something an employee did. */
public record Activity(long id, String employee, String kind, String detail, Instant createdAt) {}
