package dev.larder.serving;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class PushIT extends PushScenario {}
