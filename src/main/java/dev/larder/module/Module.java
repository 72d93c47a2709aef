package dev.larder.module;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A part of Larder that a replica answers for, or leaves to others. */
public enum Module {
    REGISTRY("registry"),
    JOBS("job"),
    SERVING("serving");

    private final String code;

    Module(String packageName) {
        code = "dev.larder." + packageName + ".";
    }

    /** As it is written in {@value Modules#SETTING}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whose code this is. Empty for what belongs to all. */
    public static Optional<Module> of(Class<?> type) {
        var name = type.getName();
        return Arrays.stream(values())
                .filter(module -> name.startsWith(module.code))
                .findFirst();
    }
}
