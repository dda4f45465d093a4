package dev.poolwarden.tasks;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.AnnotationTarget;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.enterprise.lang.model.types.Type;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Collectors;

/** Holds every {@link Deferrable} method of the application to {@link DeferrableRule}, while Quarkus builds it. */
public final class DeferrableMethods implements BuildCompatibleExtension {

    @Registration(types = Object.class)
    public void check(BeanInfo bean, Messages messages) {
        if (!bean.isClassBean() || bean.isInterceptor()) {
            return;
        }
        boolean all = bean.declaringClass().hasAnnotation(Deferrable.class);
        bean.declaringClass().methods().stream()
                .filter(method -> method.hasAnnotation(Deferrable.class) || all && isBusiness(method))
                .forEach(method -> check(method, all ? bean.declaringClass() : method, messages));
    }

    private static void check(MethodInfo method, AnnotationTarget annotated, Messages messages) {
        AnnotationTarget nearest = method.hasAnnotation(Deferrable.class) ? method : annotated;
        AnnotationInfo wish = nearest.annotation(Deferrable.class);
        DeferrableRule.problem(
                        method.declaringClass().name() + "." + method.name(),
                        name(method.returnType()),
                        List.of(number(wish, "degraded"), number(wish, "critical")),
                        guardedBySchedule(method))
                .ifPresent(messages::error);
    }

    /** Whether an annotation of the class means it. */
    private static boolean isBusiness(MethodInfo method) {
        return !method.isConstructor()
                && (method.modifiers() & (Modifier.STATIC | Modifier.PRIVATE)) == 0
                && !method.declaringClass().name().equals("java.lang.Object");
    }

    private static int number(AnnotationInfo annotation, String member) {
        return annotation.hasMember(member)
                ? annotation.member(member).asArray().size()
                : 0;
    }

    private static boolean guardedBySchedule(MethodInfo method) {
        return method.repeatableAnnotation(Scheduled.class).stream()
                .filter(schedule -> schedule.hasMember("skipExecutionIf"))
                .anyMatch(schedule ->
                        name(schedule.member("skipExecutionIf").asType()).equals(PoolUnderPressure.class.getName()));
    }

    private static String name(Type type) {
        return switch (type.kind()) {
            case VOID -> "void";
            case PRIMITIVE -> type.asPrimitive().name();
            case CLASS -> type.asClass().declaration().name();
            case PARAMETERIZED_TYPE ->
                type.asParameterizedType().declaration().name()
                        + type.asParameterizedType().typeArguments().stream()
                                .map(DeferrableMethods::name)
                                .collect(Collectors.joining(", ", "<", ">"));
            default -> type.toString();
        };
    }
}
