package dev.larder.spark.law;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A file of a source.
 *
 * @param path below the source, with the folders that give values to columns; where it begins with an underscore the file is not read
 * @param columns in their order; none: the file has 0 bytes
 * @param rows of values in the order of the columns
 */
record SourceFile(String path, Map<String, ColumnType> columns, List<List<Object>> rows) {
    SourceFile {
        columns = new LinkedHashMap<>(columns);
        rows = List.copyOf(rows);
    }

    SourceFile withRows(List<List<Object>> others) {
        return new SourceFile(path, columns, others);
    }

    /** The same with only those of its columns that are among these. */
    SourceFile withColumns(Set<String> names) {
        var kept = new LinkedHashMap<>(columns);
        kept.keySet().retainAll(names);
        var all = List.copyOf(columns.keySet());
        var narrower = new ArrayList<List<Object>>();
        for (List<Object> row : rows) {
            var values = new ArrayList<Object>();
            for (int i = 0; i < row.size(); i++) {
                if (names.contains(all.get(i))) {
                    values.add(row.get(i));
                }
            }
            narrower.add(values);
        }
        return new SourceFile(path, kept, narrower);
    }

    void write(Path source) {
        var file = source.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            if (columns.isEmpty()) {
                Files.createFile(file);
                return;
            }
            try (var writer = new Builder(new LocalOutputFile(file), this).build()) {
                for (List<Object> row : rows) {
                    writer.write(row);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Builder extends ParquetWriter.Builder<List<Object>, Builder> {
        private final SourceFile file;

        Builder(OutputFile path, SourceFile file) {
            super(path);
            this.file = file;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // It is abstract.
        protected WriteSupport<List<Object>> getWriteSupport(Configuration configuration) {
            return new Writing(file);
        }
    }

    private static final class Writing extends WriteSupport<List<Object>> {
        private final SourceFile file;
        private RecordConsumer output;

        Writing(SourceFile file) {
            this.file = file;
        }

        @Override
        @SuppressWarnings("deprecation") // It is abstract.
        public WriteContext init(Configuration configuration) {
            var fields = new ArrayList<Type>();
            file.columns.forEach((name, type) -> fields.add(type.optional(name)));
            return new WriteContext(new MessageType("row", fields), Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            output = consumer;
        }

        @Override
        public void write(List<Object> row) {
            output.startMessage();
            int column = 0;
            for (var field : file.columns.entrySet()) {
                var value = row.get(column);
                if (value != null) {
                    output.startField(field.getKey(), column);
                    field.getValue().write(output, value);
                    output.endField(field.getKey(), column);
                }
                column++;
            }
            output.endMessage();
        }
    }
}
