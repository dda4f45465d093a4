package dev.poolwarden.demo;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** What a caller sends to ask the assistant. */
public record NewMessage(
        @NotNull @Size(min = 1, max = 4000) @NoNul String text) {}
