package dev.poolwarden.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Describes in the OpenAPI document what any request that needs a connection may say of itself. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class DescribedHeaders implements OASFilter {

    private static final Map<String, String> HEADERS = Map.of(
            "Priority",
                    "RFC 9218: u=5 to u=7 makes the request background; u=0 and u=1 make it essential where that is trusted",
            "Prefer", "RFC 7240: wait=2 waits 2 s at most for connections; Preference-Applied says that it counted",
            "Poolwarden-Client", "A UUID of the frontend's own choice: on whose behalf the request comes");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null) {
            return;
        }
        HEADERS.forEach((name, meaning) -> document.getComponents().addParameter(name, parameter(name, meaning)));
        document.getPaths().getPathItems().forEach((path, item) -> {
            if (!DescribedProblems.isFromMemory(path)) {
                describe(item);
            }
        });
    }

    private static void describe(PathItem item) {
        item.getOperations()
                .values()
                .forEach(operation -> HEADERS.keySet().stream()
                        .sorted()
                        .forEach(name -> operation.addParameter(
                                OASFactory.createParameter().ref(name))));
    }

    private static Parameter parameter(String name, String meaning) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.HEADER)
                .description(meaning)
                .schema(OASFactory.createSchema().addType(SchemaType.STRING));
    }
}
