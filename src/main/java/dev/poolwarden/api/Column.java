package dev.poolwarden.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.poolwarden.control.History;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Figures on the wire, written without an object for each: null for NaN, at most two decimals. */
@Schema(
        name = "Column",
        type = SchemaType.ARRAY,
        implementation = Double.class,
        maxItems = History.MOST,
        description = "A figure for each step; null where it is unknown")
final class Column implements JsonSerializable {

    private final double[] values;

    Column(double[] values) {
        this.values = values;
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartArray();
        for (double value : values) {
            write(json, value);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, double value) throws IOException {
        long hundredths = Math.round(value * 100);
        if (Double.isNaN(value)) {
            json.writeNull();
        } else if (hundredths % 100 == 0) {
            json.writeNumber(hundredths / 100);
        } else {
            json.writeNumber(hundredths / 100.0);
        }
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(json, provider);
    }
}
