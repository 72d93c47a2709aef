package dev.larder.wire;

import dev.larder.embedded.EmbeddedServersResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class HttpWireTest extends HttpWireScenario {}
