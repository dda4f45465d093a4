package dev.poolwarden.demo;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** What a caller sends to begin a conversation. */
public record NewConversation(
        @NotNull @Size(min = 1, max = 200) @NoNul String title) {}
