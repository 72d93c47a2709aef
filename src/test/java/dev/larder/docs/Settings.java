package dev.larder.docs;

import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The settings that the application declares with {@code @ConfigMapping}, and what their Javadoc says of them. */
final class Settings {
    /** What stands for a default or a unit that there is not. */
    static final String NONE = "–";

    /** Ends the name of an element of a list, which is given as a whole under the name of the list. */
    private static final String ELEMENT = "[*]";

    private static final Set<Class<?>> NUMBERS = Set.of(int.class, long.class, Integer.class, Long.class);

    private final Javadoc javadoc = new Javadoc();

    /** @throws IOException if the sources cannot be read */
    Settings() throws IOException {}

    /** A section for each interface, in the order of their prefixes. */
    String markdown() {
        var sections = new TreeMap<String, String>();
        for (String name : javadoc.configMappings()) {
            var mapping = ConfigClass.configClass(load(name));
            sections.put(mapping.getPrefix() + " " + name, section(mapping));
        }
        return String.join("\n", sections.values());
    }

    /** The name of the environment variable that gives a setting, in whose name {@code <key>} may stand for any key. */
    static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9<>]", "_").toUpperCase(Locale.ROOT);
    }

    private String section(ConfigClass mapping) {
        var rows = ConfigMappings.getProperties(mapping).entrySet().stream()
                .filter(entry -> !entry.getValue().isGroup())
                .filter(entry -> !entry.getKey().endsWith(ELEMENT))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
        return """
                ### `%s`

                %s

                | setting, environment variable | type, unit | default | what it does |
                |---|---|---|---|
                %s
                """
                .formatted(mapping.getPrefix(), text(mapping), rows);
    }

    private String text(ConfigClass mapping) {
        return required(javadoc.of(mapping.getType()).text(), mapping.getType().getName(), "has no Javadoc");
    }

    private String row(String name, Property property) {
        var method = property.getMethod();
        var comment = javadoc.of(method);
        var documented = name.replace(ELEMENT, "[0]").replace("*", "\"<key>\"");
        var type = type(method.getGenericReturnType());
        if (NUMBERS.contains(method.getReturnType())) {
            type += ", " + required(comment.result(), name, "is a number and has no unit: give it as @return");
        }
        return "| `%s`<br>`%s` | %s | %s | %s |"
                .formatted(
                        documented,
                        variable(documented),
                        type,
                        property.hasDefaultValue() ? "`" + property.getDefaultValue() + "`" : NONE,
                        required(comment.text(), name, "has no Javadoc"));
    }

    private static String type(Type type) {
        if (type instanceof ParameterizedType generic) {
            var parts = List.of(generic.getActualTypeArguments());
            var raw = (Class<?>) generic.getRawType();
            if (raw == Optional.class) {
                return type(parts.get(0));
            }
            if (raw == List.class || raw == Set.class) {
                return "list of " + type(parts.get(0));
            }
            if (raw == Map.class) {
                return type(parts.get(1)) + " for each key";
            }
        }
        if (type instanceof Class<?> single) {
            if (single.isEnum()) {
                return Arrays.stream(single.getEnumConstants())
                        .map(constant -> "`" + StringUtil.skewer(((Enum<?>) constant).name()) + "`")
                        .collect(Collectors.joining(", "));
            }
            if (NUMBERS.contains(single)) {
                return "integer";
            }
            var known = Map.of(
                    String.class, "text",
                    Duration.class, "duration",
                    boolean.class, "`true` or `false`",
                    Boolean.class, "`true` or `false`");
            if (known.containsKey(single)) {
                return known.get(single);
            }
        }
        throw new AssertionError("docs/configuration.md has no word for a setting of type %s; give it one in %s"
                .formatted(type, Settings.class.getName()));
    }

    private static String required(String text, String what, String lack) {
        if (text.isEmpty()) {
            throw new AssertionError("%s %s; docs/configuration.md is made from it.".formatted(what, lack));
        }
        return text;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Settings.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " is in the sources and was not compiled.", e);
        }
    }
}
