package dev.larder.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.testing.CastCase;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule of casts, case by case; each door has a test over the same cases. */
class ValueCastTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aValueSurvivesOrDoesNot(CastCase given) {
        assertEquals(given.expected(), CastCase.shown(ValueCast.cast(given.type(), given.value())));
    }

    @Test
    void aNumberIsNoListAndAListIsNoNumber() {
        assertNull(ValueCast.cast(ValueLayout.INT64, List.of(1L)));
        assertNull(ValueCast.cast(ValueLayout.INT64_LIST, 1L));
        assertNull(ValueCast.cast(ValueLayout.STRING, new byte[] {65}));
        assertNull(ValueCast.cast(ValueLayout.INT64, "1".repeat(100_000)));
    }

    static Stream<CastCase> cases() throws IOException {
        return CastCase.all();
    }
}
