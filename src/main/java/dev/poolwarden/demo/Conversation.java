package dev.poolwarden.demo;

import java.time.Instant;

/** A conversation with the assistant, as the API shows it. */
public record Conversation(long id, String title, long messageCount, Instant createdAt) {}
