package dev.larder.registry;

import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.HttpDoor.yaml;
import static dev.larder.testing.Specs.newProject;
import static org.hamcrest.Matchers.contains;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.testing.HeaderIdentity;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class HistoryTest extends HistoryScenario {
    @Test
    void theHistoryNamesWhoIsLoggedIn() {
        var path = "/api/v1/projects/" + newProject();
        yaml("spec: {name: driver, valueType: INT64}")
                .header(HeaderIdentity.HEADER, "ada")
                .put(path + "/entities/driver")
                .then()
                .statusCode(200);
        request().get(path + "/history").then().body("changes.principal", contains("ada", "ada"));
    }
}
