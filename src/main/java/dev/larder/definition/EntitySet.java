package dev.larder.definition;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The entities by which rows are keyed: all tables of a project over the same entities share their keys.
 *
 * @param entities in ascending order
 */
public record EntitySet(String project, List<String> entities) {
    public EntitySet {
        entities = entities.stream().sorted().toList();
    }

    /**
     * Stands for the entity set at the front of every key of the online store: CRC-32 over the project and the sorted names,
     * each ended by a line feed, which no name contains. Every language's standard library can compute it.
     */
    public int keyHash() {
        var crc = new CRC32();
        update(crc, project);
        entities.forEach(name -> update(crc, name));
        return (int) crc.getValue();
    }

    private static void update(CRC32 crc, String name) {
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        crc.update('\n');
    }
}
