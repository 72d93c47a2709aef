package dev.larder.serving;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ServingIT extends ServingScenario {}
