package dev.larder.wire;

import dev.larder.error.LarderException;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/**
 * Refuses query parameters that the called method does not know: a misspelt one would be passed over, and a filter that filters
 * nothing looks like an answer. Feast's own paths outside {@code /api} pass over what they do not know, as Feast does.
 */
public class KnownParameters {
    private static final String OURS = "/api/";

    @ServerRequestFilter
    void refuseOthers(SimpleResourceInfo resource, UriInfo uri) {
        var given = uri.getQueryParameters();
        if (given.isEmpty() || !uri.getRequestUri().getPath().startsWith(OURS)) {
            return;
        }
        method(resource).ifPresent(method -> refuseOthers(given, parameters(method)));
    }

    private static void refuseOthers(Map<String, List<String>> given, Map<String, Class<?>> known) {
        given.forEach((name, values) -> {
            if (!known.containsKey(name)) {
                throw unknown(name, known);
            }
            if (values.contains("") && List.class.isAssignableFrom(known.get(name))) {
                throw QueryParameters.invalid(name, "%s is empty; give it a value or leave it out.".formatted(name));
            }
        });
    }

    private static LarderException unknown(String name, Map<String, Class<?>> known) {
        var shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
        return QueryParameters.invalid(
                name,
                known.isEmpty()
                        ? "There is no query parameter %s; this path takes none.".formatted(shown)
                        : "There is no query parameter %s; this path takes %s."
                                .formatted(shown, String.join(", ", known.keySet())));
    }

    private static Map<String, Class<?>> parameters(Method method) {
        var parameters = new TreeMap<String, Class<?>>();
        for (Parameter parameter : method.getParameters()) {
            var query = parameter.getAnnotation(RestQuery.class);
            if (query != null) {
                parameters.put(query.value().isEmpty() ? parameter.getName() : query.value(), parameter.getType());
            }
        }
        return parameters;
    }

    /** Empty in a native image that was not told to keep the method's declaration. */
    private static Optional<Method> method(SimpleResourceInfo resource) {
        return Arrays.stream(resource.getResourceClass().getDeclaredMethods())
                .filter(method -> method.getName().equals(resource.getMethodName())
                        && Arrays.equals(method.getParameterTypes(), resource.parameterTypes()))
                .findFirst();
    }
}
