package dev.poolwarden.demo;

import jakarta.ws.rs.BadRequestException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * For how long a request holds its connection. A type of its own for the same reason as {@link Limit}.
 *
 * @param ms 1 to 1000
 */
@Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "" + Hold.MOST_MS)
public record Hold(int ms) {

    /** The longest, in ms. */
    public static final int MOST_MS = 1000;

    /** @throws BadRequestException when the text is no whole number within the bounds */
    public static Hold valueOf(String text) {
        try {
            int ms = Integer.parseInt(text);
            if (1 <= ms && ms <= MOST_MS) {
                return new Hold(ms);
            }
        } catch (NumberFormatException e) {
            // As wrong as a number out of bounds.
        }
        throw new BadRequestException("hold_ms must be a whole number from 1 to " + MOST_MS);
    }
}
