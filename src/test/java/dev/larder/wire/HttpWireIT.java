package dev.larder.wire;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class HttpWireIT extends HttpWireScenario {}
