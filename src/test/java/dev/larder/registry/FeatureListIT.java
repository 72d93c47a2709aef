package dev.larder.registry;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class FeatureListIT extends FeatureListScenario {}
