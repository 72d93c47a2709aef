package dev.larder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.UUID;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    @AfterEach
    void forget() {
        MDC.remove("requestId");
    }

    private static void assertMadeUp(String id) {
        assertEquals(id, UUID.fromString(id).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "0af7651916cd43dd8448eb211c80319c", "Job-7_retry.2", "6f1c9c1e-0c43-4a2e-9d6a-0a1b2c3d4e5f"
            })
    void aSensibleOneIsTakenFromTheCaller(String given) {
        assertEquals(given, RequestId.begin(given));
        assertEquals(given, RequestId.current());
        assertEquals(given, MDC.get("requestId"));
    }

    @Test
    void itMayHave64Characters() {
        assertEquals("x".repeat(64), RequestId.begin("x".repeat(64)));
        assertMadeUp(RequestId.begin("x".repeat(65)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a b", "a\nERROR forged line", "${jndi:ldap://x}", "ä", "a/b", "a\n"})
    void anyOtherIsReplaced(String given) {
        var id = RequestId.begin(given);
        assertMadeUp(id);
        assertEquals(id, RequestId.current());
    }

    @Test
    void withoutARequestItIsMadeUpOnce() {
        var id = RequestId.current();
        assertMadeUp(id);
        assertEquals(id, RequestId.current());
    }

    @Test
    void eachRequestHasItsOwn() {
        assertNotEquals(RequestId.begin(null), RequestId.begin(null));
    }
}
