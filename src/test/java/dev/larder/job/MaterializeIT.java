package dev.larder.job;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class MaterializeIT extends MaterializeScenario {}
