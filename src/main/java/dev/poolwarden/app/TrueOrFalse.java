package dev.poolwarden.app;

import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a switch. Quarkus' own reading takes whatever it does not know for false, and nobody would see what is off. */
public final class TrueOrFalse implements Converter<Boolean> {

    private static final long serialVersionUID = 1;

    @Override
    public Boolean convert(String value) {
        return switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException("Expected a boolean");
        };
    }
}
