package dev.poolwarden.demo;

import java.time.Instant;

/**
 * One message of a conversation.
 *
 * @param author {@code user} or {@code assistant}
 */
public record Message(long id, long conversationId, String author, String text, Instant createdAt) {}
