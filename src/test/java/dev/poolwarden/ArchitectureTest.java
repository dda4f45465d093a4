package dev.poolwarden;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.poolwarden.api.ForOperators;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rooms and their arrows, as the design draws them. A room that is empty yet breaks no rule.
 */
class ArchitectureTest {

    private static final String ROOT = "dev.poolwarden.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.poolwarden");

    private static String[] rooms(String names) {
        return names == null
                ? new String[0]
                : Arrays.stream(names.split(" "))
                        .map(name -> ROOT + name + "..")
                        .toArray(String[]::new);
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "reading, ",
        "pressure, reading",
        "gate, ",
        "breaker, ",
        "throttle, pressure",
        "reclaim, ",
        "control, reading pressure gate breaker throttle reclaim",
        "analysis, control reading pressure gate breaker reclaim",
        "pool, gate breaker reading reclaim control",
        "transaction, gate",
        "tasks, control pressure",
        "api, analysis control reading pressure gate breaker throttle reclaim tasks",
        "telemetry, control reading pressure gate breaker throttle reclaim transaction tasks",
        "demo, gate tasks api"
    })
    void a_room_imports_only_what_its_arrows_point_at(String room, String arrows) {
        String[] allowed =
                Stream.concat(Stream.of(rooms(room)), Stream.of(rooms(arrows))).toArray(String[]::new);

        check(noClasses()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.poolwarden..").and(not(resideInAnyPackage(allowed)))));
    }

    @ParameterizedTest
    @CsvSource({
        "reading, ",
        "pressure, ",
        "gate, ",
        "throttle, ",
        "reclaim, ",
        "control, ",
        "analysis, ",
        "breaker, io.github.resilience4j.."
    })
    void a_core_room_imports_nothing_but_java_and_rooms(String room, String library) {
        String[] allowed = library == null
                ? new String[] {"java..", "dev.poolwarden.."}
                : new String[] {"java..", "dev.poolwarden..", library};

        check(classes()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "gate.AdmissionPriority")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed));
    }

    /** It is what CDI looks for; who obeys it is not in the room. */
    @Test
    void the_gates_annotation_names_cdis_annotations_and_no_more() {
        check(classes()
                .that()
                .haveFullyQualifiedName(ROOT + "gate.AdmissionPriority")
                .should()
                .onlyDependOnClassesThat()
                .haveNameMatching("java[.].*|dev[.]poolwarden[.]gate[.]Priority"
                        + "|jakarta[.]interceptor[.]InterceptorBinding|jakarta[.]enterprise[.]util[.]Nonbinding"));
    }

    /** What is decided there is decided in plain Java; the edge knows the standard's transactions and interceptors. */
    @Test
    void the_transactions_know_jta_at_their_edge_alone() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "transaction..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.sql..",
                        "dev.poolwarden..",
                        "jakarta.transaction..",
                        "jakarta.interceptor..",
                        "jakarta.enterprise.util..",
                        "jakarta.annotation..",
                        "io.smallrye.mutiny")); // only to refuse what would happen after the commit
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "transaction..")
                .and()
                .haveSimpleNameNotStartingWith("Jta")
                .and()
                .haveSimpleNameNotStartingWith("RetriedTransaction")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "javax..", ROOT + "gate.."));
    }

    /** What decides and waits is plain Java; only its edges know the scheduler, CDI and Vert.x. */
    @Test
    void a_task_is_judged_without_quarkus() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "tasks..")
                .and()
                .haveNameNotMatching(".*[.](Deferrable[\\w$]*|PoolUnderPressure|TaskThread)")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.poolwarden.."));
    }

    @Test
    void no_circle() {
        check(slices().matching("dev.poolwarden.(*)..").should().beFreeOfCycles());
    }

    @Test
    void only_the_pool_knows_agroal_and_postgresql() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "pool..")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "app.Wiring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.agroal..", "org.postgresql.."));
    }

    /** CDI gives and takes Agroal's data source by its type, so the wiring must name that type; and nothing behind it. */
    @Test
    void the_wiring_names_agroals_interfaces_and_no_more() {
        check(noClasses()
                .that()
                .haveFullyQualifiedName(ROOT + "app.Wiring")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.agroal..", "org.postgresql..")
                        .and(not(describe(
                                "are interfaces of io.agroal.api",
                                type -> type.isInterface()
                                        && type.getPackageName().equals("io.agroal.api"))))));
    }

    @Test
    void the_demo_knows_only_the_gates_priorities() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "demo..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "gate..")
                        .and(describe(
                                "are no priorities",
                                type -> !type.getSimpleName().contains("Priority")))));
    }

    /** As any application would. */
    @Test
    void the_demo_knows_only_how_tasks_give_way() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "demo..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "tasks..")
                        .and(describe(
                                "are not what applications use",
                                type -> !Set.of("PoolUnderPressure", "Deferrable", "Deferral")
                                        .contains(type.getSimpleName())))));
    }

    @Test
    void the_demo_knows_only_the_apis_guard_against_foreign_pages() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "demo..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "api..")
                        .and(describe("are no guard", type -> !type.isEquivalentTo(ForOperators.class)))));
    }

    @Test
    void what_only_operators_may_do_is_guarded_against_foreign_pages() {
        check(classes()
                .that()
                .areAnnotatedWith(RolesAllowed.class)
                .or(describe(
                        "have methods for roles",
                        type -> type.getMethods().stream().anyMatch(each -> each.isAnnotatedWith(RolesAllowed.class))))
                .should()
                .beAnnotatedWith(ForOperators.class));
    }

    @Test
    void nothing_is_called_impl() {
        check(noClasses().should().haveSimpleNameEndingWith("Impl"));
    }
}
