package dev.poolwarden.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What users do: several tabs at once, several operations at once. */
@QuarkusTest
class FiveTabsTest {

    @TestHTTPResource("")
    URL base;

    @Test
    void five_tabs_that_load_everything_at_once_are_all_served() {
        Browserlike browser = new Browserlike(root());
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int tab = 0; tab < 5; tab++) {
            Browserlike.TAB.forEach(path -> all.add(browser.get(path)));
        }
        assertThat(all).allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(200));
    }

    @Test
    void ten_operations_at_once_all_succeed() {
        Browserlike browser = new Browserlike(root());
        List<CompletableFuture<HttpResponse<String>>> all =
                IntStream.range(0, 10).mapToObj(i -> browser.hold()).toList();
        assertThat(all).allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(201));
    }

    private String root() {
        return base.toString().replaceAll("/$", "");
    }
}
