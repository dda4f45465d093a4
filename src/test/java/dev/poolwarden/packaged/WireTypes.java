package dev.poolwarden.packaged;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Our records and enums that the endpoints write and read as JSON, and those inside them. */
final class WireTypes {

    private final Set<String> names = new TreeSet<>();

    private WireTypes() {}

    static Set<String> ofAllEndpoints() {
        WireTypes types = new WireTypes();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.poolwarden")
                        .stream()
                        .filter(each -> each.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                        .filter(each -> Modifier.isPublic(each.getModifiers()))
                        .forEach(types::addEndpoint);
        return types.names;
    }

    private void addEndpoint(Method method) {
        add(method.getGenericReturnType());
        Arrays.stream(method.getGenericParameterTypes()).forEach(this::add);
        for (Annotation each : method.getAnnotations()) {
            if (each instanceof RequestBody body) {
                addSchemas(body.content());
            } else if (each instanceof APIResponse response) {
                addSchemas(response.content());
            }
        }
        for (APIResponse each : method.getAnnotationsByType(APIResponse.class)) {
            addSchemas(each.content());
        }
    }

    /** What an endpoint reads or writes by itself, it still describes. */
    private void addSchemas(Content... contents) {
        Arrays.stream(contents).map(each -> each.schema().implementation()).forEach(this::add);
    }

    private void add(Type type) {
        if (type instanceof ParameterizedType generic) {
            add(generic.getRawType());
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::add);
        } else if (type instanceof WildcardType wild) {
            Arrays.stream(wild.getUpperBounds()).forEach(this::add);
        } else if (type instanceof GenericArrayType array) {
            add(array.getGenericComponentType());
        } else if (type instanceof Class<?> plain) {
            addClass(plain);
        }
    }

    private void addClass(Class<?> type) {
        boolean ours = type.getName().startsWith("dev.poolwarden.");
        if (ours && (type.isRecord() || type.isEnum()) && names.add(type.getName()) && type.isRecord()) {
            for (RecordComponent each : type.getRecordComponents()) {
                add(each.getGenericType());
            }
        }
    }
}
