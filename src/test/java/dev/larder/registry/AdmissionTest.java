package dev.larder.registry;

import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.HttpDoor.yaml;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import dev.larder.definition.Entity;
import dev.larder.definition.Examples;
import dev.larder.definition.ValueType;
import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.registry.db.RegistryStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Also what was stored before there were rules. */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class AdmissionTest extends AdmissionScenario {
    @Inject
    RegistryStore store;

    @Inject
    RegistryWriter writer;

    private static final Instant THEN = Instant.parse("2020-01-01T00:00:00Z");

    @Test
    void whatWasStoredBeforeTheRulesIsReadAndAppliedAgainAndRefusedWhenItChanges() {
        writer.applyEntity("test", project, new Entity("driver_id", ValueType.INT64, "", Map.of()));
        var table = new Examples.Table()
                .features("rate", "Rate", "Event_Timestamp", "_file")
                .labels(Map.of("max_ahead", "an hour", "_expectations", "none"))
                .build();
        var ids = Map.of("rate", 1, "Rate", 2, "Event_Timestamp", 3, "_file", 4);
        QuarkusTransaction.requiringNew().run(() -> {
            store.lock();
            store.save(new RegisteredTable(project, table, store.newTableNumber(), ids, 4, 0, false, THEN, THEN));
        });
        var path = base + "/feature-tables/driver_trips";
        var stored = request()
                .accept("application/yaml")
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        request()
                .get(path)
                .then()
                .body("spec.features.name", hasItems("rate", "Rate", "Event_Timestamp", "_file"))
                .body("spec.labels.max_ahead", equalTo("an hour"));
        yaml(stored).post(base + "/apply").then().statusCode(200).body("changes", nullValue());
        yaml(stored.replace("an hour", "3600s"))
                .post(base + "/apply")
                .then()
                .statusCode(400)
                .body("reason", equalTo("NAME_DIFFERS_IN_CASE"))
                .body("detail", containsString("Rename it"));
    }
}
