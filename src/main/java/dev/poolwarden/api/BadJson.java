package dev.poolwarden.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.CharConversionException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Says what is wrong with a body, in the words of JSON: Jackson's own messages speak of Java classes. The problem extension
 * maps most of Jackson's errors itself, so theirs are rewritten afterwards.
 */
@ApplicationScoped
public class BadJson implements ProblemPostProcessor {

    @ServerExceptionMapper(MismatchedInputException.class)
    public Response mismatch(MismatchedInputException e) {
        return problem(explain(e)).toResponse();
    }

    @ServerExceptionMapper(CharConversionException.class)
    public Response noText(CharConversionException e) {
        return problem("The body is no text in UTF-8").toResponse();
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        boolean wrapped = context.cause instanceof WebApplicationException;
        Throwable cause = wrapped ? context.cause.getCause() : context.cause;
        return cause instanceof JsonProcessingException e ? problem(explain(e)) : problem;
    }

    private static String explain(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "The body has an unknown member \"%.60s\"; known are %s"
                    .formatted(
                            unknown.getPropertyName(),
                            unknown.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
        return e instanceof JsonMappingException mapping && !(mapping.getCause() instanceof JsonParseException)
                ? doesNotFit(mapping)
                : "The body is no valid JSON" + place(e.getLocation());
    }

    private static HttpProblem problem(String detail) {
        return HttpProblem.valueOf(Status.BAD_REQUEST, detail);
    }

    private static String doesNotFit(JsonMappingException e) {
        String member = e.getPath().stream()
                .map(Reference::getFieldName)
                .filter(name -> name != null)
                .collect(Collectors.joining("."));
        return member.isEmpty()
                ? "The body must be one JSON object"
                : "The member \"%.60s\" has a wrong type or value%s".formatted(member, expected(targetType(e)));
    }

    private static Class<?> targetType(JsonMappingException e) {
        if (e.getCause() instanceof InputCoercionException outOfBounds) {
            return outOfBounds.getTargetType();
        }
        return e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
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
}
