package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of {@code ui/contract}: what the server says, and what the browser's client is held to by its own tests. */
final class ContractFile {

    private static final Path FOLDER = Path.of("ui", "contract");
    private static final String WRITE = "client.contract.write";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ContractFile() {}

    /** Fails, or writes the file anew where that is asked for, unless it says what the server does, in the same order. */
    static void assertSays(String name, JsonNode server) throws IOException {
        Path file = FOLDER.resolve(name);
        String expected = pretty(server);
        if (Boolean.getBoolean(WRITE)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected + "\n");
        }
        assertThat(Files.exists(file) ? pretty(JSON.readTree(file.toFile())) : "no such file")
                .as(
                        "%s is not what the server says. After a change on purpose, write all of them anew and mend ui/src:%n"
                                + "./mvnw -q test -Dui.skip -Dtest='ClientContractTest,ContractFixturesTest' -D%s%n",
                        file, WRITE)
                .isEqualTo(expected);
    }

    /** Two spaces a level, one line a member and an element, line feeds on every platform. */
    private static String pretty(JsonNode node) throws JsonProcessingException {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        ObjectWriter writer = JSON.writer(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Spacing.AFTER)
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(lines)
                .withArrayIndenter(lines));
        return writer.writeValueAsString(node);
    }
}
