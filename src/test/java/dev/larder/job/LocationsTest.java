package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocationsTest {
    @Test
    void urlsStayAsTheyAre() {
        assertEquals("s3a://bucket/folder", Locations.absolute("s3a://bucket/folder"));
        assertEquals("file:///data/x", Locations.absolute("file:///data/x"));
        assertEquals("", Locations.absolute(""));
    }

    @Test
    void pathsBecomeAbsoluteUrls() {
        assertEquals("file:///data/a%20b", Locations.absolute("/data/a b"));
        assertEquals(
                Path.of("data/warehouse").toAbsolutePath().toUri().toString().replaceAll("/$", ""),
                Locations.absolute("data/../data/warehouse"));
    }

    @Test
    void aNameIsAddedBehindOneSlash() {
        assertEquals("s3a://bucket/x", Locations.below("s3a://bucket/", "x"));
        assertEquals("file:///data/x", Locations.below("/data", "x"));
    }
}
