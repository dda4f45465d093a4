package dev.poolwarden.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says what is wrong with a body, in the words of JSON: Jackson's own messages speak of Java classes. */
@Singleton
public class BadJson {

    private static final int SOONER_THAN_OTHERS = Priorities.AUTHENTICATION;

    @ServerExceptionMapper(value = JsonProcessingException.class, priority = SOONER_THAN_OTHERS)
    public Response notJson(JsonProcessingException e) {
        return e instanceof JsonMappingException mapping
                ? doesNotFit(mapping)
                : problem("The body is no valid JSON" + place(e.getLocation()));
    }

    @ServerExceptionMapper(value = UnrecognizedPropertyException.class, priority = SOONER_THAN_OTHERS)
    public Response unknownMember(UnrecognizedPropertyException e) {
        return problem("The body has an unknown member \"%.60s\"; known are %s"
                .formatted(
                        e.getPropertyName(),
                        e.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "))));
    }

    @ServerExceptionMapper(value = InvalidFormatException.class, priority = SOONER_THAN_OTHERS)
    public Response wrongFormat(InvalidFormatException e) {
        return doesNotFit(e);
    }

    @ServerExceptionMapper(value = MismatchedInputException.class, priority = SOONER_THAN_OTHERS)
    public Response wrongType(MismatchedInputException e) {
        return doesNotFit(e);
    }

    private static Response doesNotFit(JsonMappingException e) {
        String member = e.getPath().stream()
                .map(Reference::getFieldName)
                .filter(name -> name != null)
                .collect(Collectors.joining("."));
        String expected = e instanceof MismatchedInputException mismatch ? expected(mismatch.getTargetType()) : "";
        return problem(
                member.isEmpty()
                        ? "The body must be one JSON object"
                        : "The member \"%.60s\" has a wrong type or value%s".formatted(member, expected));
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "";
        }
        if (type == String.class) {
            return "; it must be a string";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "; it must be true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "; it must be a number within its bounds";
        }
        return Collection.class.isAssignableFrom(type) ? "; it must be an array" : "";
    }

    private static String place(JsonLocation location) {
        return location == null || location.getLineNr() < 0
                ? ""
                : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static Response problem(String detail) {
        return HttpProblem.valueOf(Status.BAD_REQUEST, detail).toResponse();
    }
}
