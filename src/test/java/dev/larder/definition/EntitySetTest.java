package dev.larder.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntitySetTest {
    /** The values are those of Python: {@code zlib.crc32("".join(name + "\n" for name in [project, *sorted(entities)]).encode())}. */
    @ParameterizedTest
    @CsvSource({
        "default, driver_id,             0A02D90B",
        "default, customer_id driver_id, 4AD2A015",
        "fraud-2, driver_id,             4F0AD2C3",
        "default, driver id,             F6D1269B",
        "default, a,                     64E3E121",
    })
    void itsKeyHashIsTheSameInEveryLanguage(String project, String entities, String hash) {
        assertEquals(
                Integer.parseUnsignedInt(hash, 16), new EntitySet(project, List.of(entities.split(" "))).keyHash());
    }

    @Test
    void theOrderOfEntitiesSaysNothing() {
        var set = new EntitySet("default", List.of("driver_id", "customer_id"));
        assertEquals(List.of("customer_id", "driver_id"), set.entities());
        assertEquals(0x4AD2A015, set.keyHash());
        assertEquals(new EntitySet("default", List.of("customer_id", "driver_id")), set);
    }

    @Test
    void namesThatReadTheSameWithoutTheirBordersDiffer() {
        var hashes = new HashSet<Integer>();
        hashes.add(new EntitySet("default", List.of("ab", "c")).keyHash());
        hashes.add(new EntitySet("default", List.of("a", "bc")).keyHash());
        hashes.add(new EntitySet("default", List.of("abc")).keyHash());
        hashes.add(new EntitySet("defaulta", List.of("bc")).keyHash());
        hashes.add(new EntitySet("default", List.of("a", "b", "c")).keyHash());
        assertEquals(5, hashes.size());
    }
}
