package dev.poolwarden.api;

import static io.restassured.RestAssured.get;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Every endpoint that {@code /q/openapi} describes, so that tests include those that come later. */
record DescribedApi(List<Endpoint> endpoints, List<String> members) {

    /** A method of a path, and the members of what it takes; none where it takes nothing. */
    record Endpoint(String method, String path, List<String> members) {}

    static DescribedApi read() throws IOException {
        JsonNode document =
                new ObjectMapper().readTree(get("/q/openapi?format=json").asString());
        List<Endpoint> endpoints = new ArrayList<>();
        document.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fields()
                        .forEachRemaining(method -> endpoints.add(new Endpoint(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                taken(document, method.getValue())))));
        TreeSet<String> members = new TreeSet<>();
        document.at("/components/schemas").forEach(schema -> members.addAll(names(schema.path("properties"))));
        return new DescribedApi(endpoints, List.copyOf(members));
    }

    private static List<String> taken(JsonNode document, JsonNode operation) {
        String reference = operation
                .at("/requestBody/content/application~1json/schema/$ref")
                .asText();
        return reference.startsWith("#") ? names(document.at(reference.substring(1) + "/properties")) : List.of();
    }

    private static List<String> names(JsonNode object) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(object.fieldNames(), 0), false)
                .toList();
    }
}
