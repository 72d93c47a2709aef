package dev.larder.registry;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class HistoryIT extends HistoryScenario {}
