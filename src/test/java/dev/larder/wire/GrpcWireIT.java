package dev.larder.wire;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class GrpcWireIT extends GrpcWireScenario {}
