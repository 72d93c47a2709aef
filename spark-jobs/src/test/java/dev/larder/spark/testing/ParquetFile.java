package dev.larder.spark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageTypeParser;

/** A Parquet file with types that other programs write and Spark does not. */
public final class ParquetFile {
    private ParquetFile() {}

    /**
     * @param fields as Parquet prints a schema: {@code optional int64 at (TIMESTAMP(NANOS,true));}
     * @param rows each fills one row
     */
    @SafeVarargs
    public static Path write(Path file, String fields, Consumer<Group>... rows) {
        var schema = MessageTypeParser.parseMessageType("message file { %s }".formatted(fields));
        var groups = new SimpleGroupFactory(schema);
        try {
            java.nio.file.Files.createDirectories(file.getParent());
            try (var writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                    .withType(schema)
                    .build()) {
                for (var row : rows) {
                    var group = groups.newGroup();
                    row.accept(group);
                    writer.write(group);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
