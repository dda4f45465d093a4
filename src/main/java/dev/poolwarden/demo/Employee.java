package dev.poolwarden.demo;

import java.time.Instant;

/** Somebody who works in the simulated office. */
public record Employee(long id, String name, String department, String status, Instant hiredAt) {}
