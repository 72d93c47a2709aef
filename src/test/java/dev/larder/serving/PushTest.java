package dev.larder.serving;

import dev.larder.embedded.EmbeddedServersResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class PushTest extends PushScenario {}
