package dev.larder.job;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ScheduleIT extends ScheduleScenario {}
