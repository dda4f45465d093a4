package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteNamesTest {

    private final RouteNames names = new RouteNames();

    private static class Sub {}

    @ParameterizedTest
    @CsvSource({
        "'', /, /, GET /",
        "'', /, /ping/, GET /ping",
        "'', /chat/{id}/, holding, GET /chat/{id}/holding",
        "'', chat, '', GET /chat",
        "/rest, /chat, /{id}, GET /rest/chat/{id}",
        "/rest, /, /, GET /rest"
    })
    void a_route_has_the_form_of_an_address(String prefix, String ofClass, String ofMethod, String name) {
        assertThat(names.of(resource("GET", ofClass, ofMethod), prefix)).isEqualTo(name);
    }

    @Test
    void what_leads_to_a_sub_resource_has_no_method() {
        assertThat(names.of(resource(null, "/chat", "{id}"), "")).isEqualTo("* /chat/{id}");
    }

    @Test
    void a_sub_resource_names_its_class_since_nobody_knows_who_led_to_it() {
        assertThat(names.of(resource("GET", null, "{id}"), "/rest")).isEqualTo("GET .../{id} (Sub)");
    }

    @Test
    void a_name_is_put_together_once_for_each_of_a_thousand_routes() {
        List<RuntimeResource> routes = IntStream.range(0, 1_001)
                .mapToObj(i -> resource("GET", "/chat", "r" + i))
                .toList();
        routes.forEach(route -> names.of(route, ""));
        assertThat(names.of(routes.get(999), "")).isSameAs(names.of(routes.get(999), ""));
        assertThat(names.of(routes.get(1_000), ""))
                .isEqualTo("GET /chat/r1000")
                .isNotSameAs(names.of(routes.get(1_000), ""));
    }

    private static RuntimeResource resource(String httpMethod, String ofClass, String ofMethod) {
        return new RuntimeResource(
                httpMethod,
                new URITemplate(ofMethod, false),
                ofClass == null ? null : new URITemplate(ofClass, true),
                null,
                List.of(),
                null,
                null,
                new ServerRestHandler[0],
                "method",
                new Class<?>[0],
                String.class,
                true,
                false,
                Sub.class,
                null,
                Map.of(),
                Map.of(),
                null,
                Map.of());
    }
}
