import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Arguments such as {@code --seconds 5 --no-floors}. */
final class Options {
    private final Map<String, List<String>> values = new HashMap<>();

    /**
     * @param usage printed when an argument is not understood
     * @param withValue names of arguments that have a value
     * @param flags names of arguments that have none
     */
    Options(String[] arguments, String usage, Set<String> withValue, Set<String> flags) {
        var rest = new ArrayList<>(Arrays.asList(arguments));
        while (!rest.isEmpty()) {
            var name = rest.remove(0);
            if (withValue.contains(name) && !rest.isEmpty()) {
                values.computeIfAbsent(name, first -> new ArrayList<>()).add(rest.remove(0));
            } else if (flags.contains(name)) {
                values.put(name, List.of());
            } else {
                System.err.println(usage);
                System.exit(2);
            }
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    double number(String name, double otherwise) {
        return all(name).stream().mapToDouble(Double::parseDouble).findFirst().orElse(otherwise);
    }
}
