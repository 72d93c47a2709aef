package dev.larder.registry;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class AdmissionIT extends AdmissionScenario {}
