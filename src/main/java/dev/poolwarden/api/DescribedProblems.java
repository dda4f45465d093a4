package dev.poolwarden.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes in the OpenAPI document what holds for every endpoint: that errors are problems, and which ones any of them gives. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class DescribedProblems implements OASFilter {

    private static final String PROBLEM = "#/components/schemas/HttpProblem";
    private static final String UNAVAILABLE = "Unavailable";
    private static final String CONFIG = "#/components/schemas/ConfigView";
    private static final List<String> FROM_MEMORY =
            List.of(Paths.DATABASE, "/api/v1/health/", "/health/", "/api/health", "/api/demo/storm");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() != null) {
            document.getComponents().addSchema(UNAVAILABLE, unavailable());
            document.getPaths().getPathItems().forEach((path, item) -> describe(path, item));
        }
    }

    /** Whether no request to it asks the pool for a connection. */
    static boolean isFromMemory(String path) {
        return FROM_MEMORY.stream().anyMatch(path::startsWith);
    }

    private static void describe(String path, PathItem item) {
        boolean fromMemory = isFromMemory(path);
        for (Operation operation : item.getOperations().values()) {
            add(operation, "400", "Something in the request is unknown or wrong; detail says what");
            if (operation.getResponses().hasAPIResponse("401")) {
                add(operation, "429", "Too many failed sign-ins from this address; Retry-After says when to come back");
            }
            if (!fromMemory) {
                add(operation, "503", "No database connection was to be had; Retry-After and config say what to do");
            }
            operation.getResponses().getAPIResponses().forEach(DescribedProblems::describe);
        }
    }

    private static void add(Operation operation, String status, String description) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            operation
                    .getResponses()
                    .addAPIResponse(status, OASFactory.createAPIResponse().description(description));
        }
    }

    private static void describe(String status, APIResponse response) {
        boolean problem = status.startsWith("4") || status.startsWith("5");
        if (status.equals("503")) {
            response.setContent(content("#/components/schemas/" + UNAVAILABLE));
        } else if (problem && response.getContent() == null) {
            response.setContent(content(PROBLEM));
        }
    }

    /** See {@link Failures}: who got no connection is told how to behave until there are some again. */
    private static Schema unavailable() {
        return OASFactory.createSchema()
                .description("A problem that says how to behave until it is over")
                .addAllOf(OASFactory.createSchema().ref(PROBLEM))
                .addAllOf(OASFactory.createSchema()
                        .addType(SchemaType.OBJECT)
                        .addRequired("config")
                        .addProperty("config", OASFactory.createSchema().ref(CONFIG)));
    }

    private static Content content(String schema) {
        return OASFactory.createContent()
                .addMediaType(
                        "application/problem+json",
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(schema)));
    }
}
