package dev.poolwarden.demo;

import jakarta.ws.rs.BadRequestException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How many rows a caller asks for. A type of its own, because JAX-RS answers 404 to a query parameter that is no number.
 *
 * @param rows 1 to 200
 */
@Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200")
public record Limit(int rows) {

    private static final int MOST = 200;

    /** @throws BadRequestException when the text is no whole number within the bounds */
    public static Limit valueOf(String text) {
        try {
            int rows = Integer.parseInt(text);
            if (1 <= rows && rows <= MOST) {
                return new Limit(rows);
            }
        } catch (NumberFormatException e) {
            // As wrong as a number out of bounds.
        }
        throw new BadRequestException("limit must be a whole number from 1 to " + MOST);
    }
}
