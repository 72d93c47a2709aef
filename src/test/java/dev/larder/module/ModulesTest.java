package dev.larder.module;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.error.LarderException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModulesTest {
    @Test
    void aReplicaWithAllModulesIsNotTouched() {
        var modules = new ModuleSettings().modules(Modules.ALL);
        assertEquals(EnumSet.allOf(Module.class), modules.present());
        assertTrue(modules.areAll());
        assertEquals(Modules.ALL, modules.toString());
        assertEquals(Map.of(), modules.properties());
    }

    @Test
    void theListNamesThem() {
        var modules = Modules.of("serving, registry");
        assertEquals(Set.of(Module.REGISTRY, Module.SERVING), modules.present());
        assertFalse(modules.areAll());
        assertEquals("registry,serving", modules.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "job", "Serving", "serving,", "registry;jobs", "registry,fast"})
    void anotherNameIsRefusedWithTheRightOnes(String list) {
        var refusal = assertThrows(LarderException.class, () -> Modules.of(list));
        assertEquals("UNKNOWN_MODULE", refusal.reason());
        assertTrue(
                refusal.getMessage().startsWith("larder.modules=" + list + ": there is no module \""),
                refusal.getMessage());
        assertTrue(
                refusal.getMessage().endsWith("\". Name one or several of registry,jobs,serving."),
                refusal.getMessage());
    }

    @Test
    void withoutRegistryNothingIsMigrated() {
        assertEquals("false", Modules.of("jobs,serving").properties().get("quarkus.flyway.migrate-at-start"));
        assertFalse(Modules.of("registry").properties().containsKey("quarkus.flyway.migrate-at-start"));
    }

    @Test
    void theRegistryAloneNeedsNoRedis() {
        assertFalse(Modules.of("registry").needRedis());
        assertEquals("false", Modules.of("registry").properties().get("quarkus.redis.active"));
        assertTrue(Modules.of("jobs").needRedis());
        assertFalse(Modules.of("registry,jobs").properties().containsKey("quarkus.redis.active"));
    }

    @Test
    void withoutRegistryTheServersMustBeGiven() {
        assertDoesNotThrow(() -> Modules.of("registry").checkServers(false));
        assertDoesNotThrow(() -> Modules.of("jobs,serving").checkServers(true));
        var refusal = assertThrows(
                LarderException.class, () -> Modules.of("jobs,serving").checkServers(false));
        assertEquals("NO_SHARED_SERVERS", refusal.reason());
        assertTrue(refusal.getMessage().contains("QUARKUS_DATASOURCE_JDBC_URL"), refusal.getMessage());
    }

    /** They are named by text, since nobody may import them. */
    @Test
    void theHealthChecksThatAreSwitchedOffExist() {
        for (String list : Set.of("registry", "jobs", "serving")) {
            Modules.of(list).properties().keySet().stream()
                    .filter(key -> key.startsWith("quarkus.smallrye-health"))
                    .map(key -> key.split("\"")[1])
                    .forEach(name -> assertDoesNotThrow(() -> Class.forName(name)));
        }
        assertEquals(
                2,
                Modules.of("registry").properties().keySet().stream()
                        .filter(key -> key.startsWith("quarkus.smallrye-health"))
                        .count());
    }

    @Test
    void aClassBelongsToTheModuleOfItsPackage() throws ClassNotFoundException {
        assertEquals(Optional.of(Module.JOBS), Module.of(Class.forName("dev.larder.job.rest.JobResources")));
        assertEquals(Optional.of(Module.REGISTRY), Module.of(Class.forName("dev.larder.registry.Registry")));
        assertEquals(Optional.empty(), Module.of(Modules.class));
    }
}
