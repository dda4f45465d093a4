package dev.poolwarden.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallSiteTest {

    @ParameterizedTest
    @CsvSource({
        "org.example.Orders, ship, Orders.ship",
        "Orders, ship, Orders.ship",
        "org.example.Orders$Line, ship, Orders.Line.ship",
        "org.example.Orders$1, run, Orders.run",
        "org.example.Orders$1$2, run, Orders.run",
        "org.example.Orders$1Local, run, Orders.Local.run",
        "org.example.Orders_Subclass, ship, Orders.ship",
        "org.example.Orders_Subclass, ship$$superforward, Orders.ship",
        "org.example.Orders_ClientProxy, ship, Orders.ship",
        "org.example.Orders$$Lambda/0x0000.7f1e, run, Orders.run",
        "org.example.Orders/0x00007f1e.2, run, Orders.run",
        "org.example.Orders$$SpringCGLIB$$0, ship, Orders.ship",
        "org.example.Orders, lambda$ship$0, Orders.ship",
        "org.example.Orders, lambda$lambda$ship$0$12, Orders.ship",
        "org.example.Orders, <init>, Orders.<init>",
    })
    void is_called_as_in_the_source(String className, String method, String site) {
        assertThat(CallSite.named(className, method)).isEqualTo(site);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.example.Orders",
                "javapool.Orders",
                "dev.poolwarden.demo.Sql",
                "dev.poolwarden.apiclient.Orders",
                "Orders"
            })
    void an_application_is_whatever_is_no_plumbing(String className) {
        assertThat(CallSite.isApplication(className)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.util.concurrent.FutureTask",
                "jdk.internal.reflect.DirectMethodHandleAccessor",
                "io.agroal.pool.DataSource",
                "org.hibernate.internal.SessionImpl",
                "com.zaxxer.hikari.HikariDataSource"
            })
    void what_lies_between_an_application_and_its_connection_is_plumbing(String className) {
        assertThat(CallSite.isApplication(className)).isFalse();
    }

    @Test
    void each_of_our_rooms_is_plumbing_but_for_the_demo() {
        JavaClasses ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.poolwarden");
        assertThat(ours)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(CallSite.isApplication(type.getName()))
                        .as(type.getName())
                        .isEqualTo(type.getPackageName().startsWith("dev.poolwarden.demo")));
    }
}
