package dev.poolwarden.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an operator sends to have the pool cleaned up; every member is optional, and so is the body. */
@RegisterForReflection // what reads it is no resource method that Quarkus would see
public record CleanupBody(
        @Schema(
                enumeration = {"idle", "leaked", "graceful", "all"},
                defaultValue = "idle",
                description = "What to take back, mildest first")
        String mode,

        @Schema(defaultValue = "false", description = "Plan only")
        Boolean dryRun,

        @Schema(maxLength = CleanupRequest.LONGEST_REASON, description = "Why, for the audit")
        String reason,

        @Schema(minimum = "1", maximum = "" + CleanupRequest.MOST, description = "Connections at most")
        Integer max,

        @Schema(defaultValue = "false", description = "Run even if the last one was moments ago")
        Boolean overrideCooldown) {

    private static final CleanupBody NOTHING = new CleanupBody(null, null, null, null, null);

    /** @param json in UTF-8, which is Jackson's to check; blank for no body */
    static CleanupBody read(byte[] json, ObjectMapper mapper) throws IOException {
        CleanupBody body = isBlank(json) ? NOTHING : mapper.readValue(json, CleanupBody.class);
        return body == null ? NOTHING : body;
    }

    private static boolean isBlank(byte[] json) {
        for (int i = 0; json != null && i < json.length; i++) {
            if (!Character.isWhitespace(json[i])) {
                return false;
            }
        }
        return true;
    }

    CleanupRequest request(By by) {
        try {
            return new CleanupRequest(
                    cleanupMode(),
                    Boolean.TRUE.equals(dryRun),
                    reason == null ? "" : reason,
                    max == null ? CleanupRequest.MOST : max,
                    Boolean.TRUE.equals(overrideCooldown),
                    by);
        } catch (IllegalArgumentException e) {
            throw HttpProblem.valueOf(Status.BAD_REQUEST, e.getMessage());
        }
    }

    private CleanupMode cleanupMode() {
        if (mode == null) {
            return CleanupMode.IDLE;
        }
        return CleanupMode.byHand().stream()
                .filter(each -> each.code().equals(mode))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "mode is \"%.40s\"; allowed is one of %s".formatted(mode, modes())));
    }

    private static String modes() {
        return CleanupMode.byHand().stream().map(CleanupMode::code).collect(Collectors.joining(", "));
    }
}
