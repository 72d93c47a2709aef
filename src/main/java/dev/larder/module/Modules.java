package dev.larder.module;

import dev.larder.error.LarderException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The modules that this replica answers for. They share what they know through PostgreSQL and Redis only, so that each of them works
 * without the others in its process; but somebody's registry must have made the schema.
 */
public record Modules(Set<Module> present) {
    public static final String SETTING = "larder.modules";
    public static final String ALL = "registry,jobs,serving";

    /** Properties that are {@value #YES} in a replica without the module. Set by Larder itself; its gRPC services are looked up by them. */
    public static final String NO_REGISTRY = "larder.without.registry";

    public static final String NO_JOBS = "larder.without.jobs";
    public static final String NO_SERVING = "larder.without.serving";
    public static final String YES = "true";

    private static final String HEALTH_OF_DEFINITIONS = "dev.larder.serving.DefinitionsHealth";
    private static final String HEALTH_OF_REDIS = "dev.larder.online.redis.RedisHealth";
    private static final String HEALTH_OF_POSTGRES = "io.quarkus.agroal.runtime.health.DataSourceHealthCheck";

    public Modules {
        present = Collections.unmodifiableSet(EnumSet.copyOf(present));
    }

    /**
     * Reads a list such as {@value #ALL}.
     *
     * @throws LarderException INVALID_ARGUMENT if it is empty or has another name
     */
    public static Modules of(String list) {
        var found = EnumSet.noneOf(Module.class);
        for (String name : list.split(",", -1)) {
            found.add(Arrays.stream(Module.values())
                    .filter(module -> module.toString().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> LarderException.invalid(
                            "UNKNOWN_MODULE",
                            SETTING,
                            "%s=%s: there is no module \"%s\". Name one or several of %s."
                                    .formatted(SETTING, list, name.strip(), ALL))));
        }
        return new Modules(found);
    }

    public boolean has(Module module) {
        return present.contains(module);
    }

    public boolean areAll() {
        return present.size() == Module.values().length;
    }

    /** Jobs report in Redis, and serving reads there. */
    public boolean needRedis() {
        return has(Module.JOBS) || has(Module.SERVING);
    }

    /**
     * A replica without the registry is one of several, which share their servers; one that embeds its own would wait for ever for a
     * schema.
     *
     * @param servers whether PostgreSQL and Redis are given
     * @throws LarderException INVALID_ARGUMENT if they are needed
     */
    public void checkServers(boolean servers) {
        if (!servers && !has(Module.REGISTRY)) {
            throw LarderException.invalid(
                    "NO_SHARED_SERVERS",
                    SETTING,
                    """
                    %s=%s: a replica without registry works with the PostgreSQL and the Redis of the replica that has it, and embeds none.
                    Set quarkus.datasource.jdbc.url and quarkus.redis.hosts (QUARKUS_DATASOURCE_JDBC_URL, QUARKUS_REDIS_HOSTS)."""
                            .formatted(SETTING, this));
        }
    }

    /** What follows for the configuration of the application: it does nothing, opens nothing and checks nothing for other modules. */
    public Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        if (!has(Module.REGISTRY)) {
            properties.put(NO_REGISTRY, YES);
            properties.put("quarkus.flyway.migrate-at-start", "false");
        }
        if (!has(Module.JOBS)) {
            properties.put(NO_JOBS, YES);
        }
        if (!has(Module.SERVING)) {
            properties.put(NO_SERVING, YES);
            properties.put(check(HEALTH_OF_DEFINITIONS), "false");
        }
        if (!needRedis()) {
            properties.put("quarkus.redis.active", "false");
            properties.put(check(HEALTH_OF_REDIS), "false");
        }
        if (!has(Module.REGISTRY) && !has(Module.JOBS)) {
            // Serving goes on without it.
            properties.put(check(HEALTH_OF_POSTGRES), "false");
        }
        return properties;
    }

    private static String check(String health) {
        return "quarkus.smallrye-health.check.\"%s\".enabled".formatted(health);
    }

    /** As it is written in the setting. */
    @Override
    public String toString() {
        return present.stream().map(Module::toString).collect(Collectors.joining(","));
    }
}
