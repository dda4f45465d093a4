package dev.poolwarden.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/background-tasks.md shows is what is compiled. */
class BackgroundTasksPageTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void its_code_is_the_code_of_the_examples() throws IOException {
        String page = Files.readString(Path.of("docs", "background-tasks.md"));
        String examples = Files.readString(Path.of("src/test/java/dev/poolwarden/tasks/ExampleTasks.java"))
                .replaceAll("(?m)^ {4}", "");
        assertThat(JAVA.matcher(page).results().map(MatchResult::group).toList())
                .hasSize(6)
                .allSatisfy(block -> assertThat(examples).contains(block.substring(8, block.length() - 3)));
    }
}
