package dev.poolwarden.packaged;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Our own code does nothing that a native image would take amiss, or it is named here and registered. */
class ClosedWorldTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.poolwarden");

    /** Looks classes, members, services or resources up by name, where only what is registered is found. */
    private static final Set<String> LOOKUPS = Set.of(
            "java.lang.Class.forName",
            "java.lang.Class.getMethod",
            "java.lang.Class.getMethods",
            "java.lang.Class.getDeclaredMethod",
            "java.lang.Class.getDeclaredMethods",
            "java.lang.Class.getField",
            "java.lang.Class.getFields",
            "java.lang.Class.getDeclaredField",
            "java.lang.Class.getDeclaredFields",
            "java.lang.Class.getConstructor",
            "java.lang.Class.getDeclaredConstructor",
            "java.lang.Class.getClasses",
            "java.lang.Class.getDeclaredClasses",
            "java.lang.Class.getRecordComponents",
            "java.lang.Class.getResource",
            "java.lang.Class.getResourceAsStream",
            "java.lang.ClassLoader.loadClass",
            "java.lang.ClassLoader.getResource",
            "java.lang.ClassLoader.getResourceAsStream",
            "java.lang.reflect.Proxy.newProxyInstance",
            "java.util.ServiceLoader.load",
            "java.util.ResourceBundle.getBundle",
            "java.util.random.RandomGenerator.getDefault",
            "java.util.random.RandomGenerator.of",
            "com.fasterxml.jackson.databind.ObjectMapper.readValue");

    /** What NativeSourcesIT finds registered: the settings' interfaces, the example's SQL, a cleanup's body. */
    private static final Set<String> REGISTERED = Set.of(
            "dev.poolwarden.app.SettingNames", "dev.poolwarden.demo.DemoTables", "dev.poolwarden.api.CleanupBody");

    @Test
    void nothing_is_looked_up_by_name_but_what_is_registered() {
        noClasses()
                .that(describe("are not known to", each -> !REGISTERED.contains(each.getName())))
                .should()
                .callMethodWhere(describe("looks something up", call -> LOOKUPS.contains(name(call.getTarget()))))
                .check(CLASSES);
    }

    private static String name(AccessTarget target) {
        return target.getOwner().getName() + "." + target.getName();
    }

    @Test
    void no_static_field_holds_what_belongs_to_one_process() {
        assertThat(CLASSES).filteredOn(type -> !ImageHeap.staysOut(type)).isEmpty();
    }

    @Test
    void what_does_is_found() {
        JavaClasses culprits = new ClassFileImporter().importClasses(Holder.class, Asker.class, Innocent.class);
        assertThat(culprits)
                .filteredOn(type -> !ImageHeap.staysOut(type))
                .extracting(JavaClass::getSimpleName)
                .containsExactlyInAnyOrder("Holder", "Asker");
    }

    private static final class Holder {
        static RandomGenerator random;
    }

    private static final class Asker {
        static final long START = System.nanoTime();
    }

    private static final class Innocent {
        static final String NAME = "innocent";

        int random() {
            return ThreadLocalRandom.current().nextInt();
        }
    }
}
