package dev.larder.spark.source;

import dev.larder.spark.source.SourceFiles.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.format.converter.ParquetMetadataConverter.MetadataFilter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Reads from the footers of Parquet files which columns they have. */
final class ParquetFooters {
    /** Waiting for an object store takes no processor. */
    private static final int AT_ONCE = 16;

    /** A file that is larger has rows. Of a smaller one the footer is read as a whole, which says how many. */
    private static final long SMALL_FILE = 1 << 20;

    private static final String NO_PARQUET = " is not a Parquet file";

    private final Configuration configuration;
    private final ParquetToSparkSchemaConverter converter;
    private final ParquetReadOptions whole;
    private final ParquetReadOptions schemaOnly;

    private ParquetFooters(Configuration configuration, ParquetToSparkSchemaConverter converter) {
        this.configuration = configuration;
        this.converter = converter;
        whole = options(ParquetMetadataConverter.NO_FILTER);
        schemaOnly = options(ParquetMetadataConverter.SKIP_ROW_GROUPS);
    }

    /**
     * A column of a file.
     *
     * @param type as Spark reads it; a time in nanoseconds is a LONG; null: Spark cannot read it
     * @param given as the file says it
     */
    record FileColumn(DataType type, boolean nanoseconds, String given) {
        /** Whether two columns can be read as one. */
        String signature() {
            return type == null ? given : nanoseconds ? "nanoseconds" : type.catalogString();
        }
    }

    /**
     * A file and its columns.
     *
     * @param empty it has no rows
     */
    record Footer(SourceFile file, Map<String, FileColumn> columns, boolean empty) {}

    /**
     * @param converter reads times in nanoseconds as LONG
     * @throws IOException naming the file that is none
     */
    static List<Footer> read(
            List<SourceFile> files, Configuration configuration, ParquetToSparkSchemaConverter converter)
            throws IOException {
        return new ParquetFooters(configuration, converter).read(files);
    }

    private ParquetReadOptions options(MetadataFilter filter) {
        // Once, not for each file: it asks the configuration for dozens of settings.
        return HadoopReadOptions.builder(configuration)
                .withMetadataFilter(filter)
                .build();
    }

    private List<Footer> read(List<SourceFile> files) throws IOException {
        var workers = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_ONCE, files.size())), task -> {
            var thread = new Thread(task, "larder-footers");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var tasks = new ArrayList<Callable<Footer>>();
            files.forEach(file -> tasks.add(() -> read(file)));
            var footers = new ArrayList<Footer>(files.size());
            for (var future : workers.invokeAll(tasks)) {
                footers.add(future.get());
            }
            return footers;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the footers of files were read", e);
        } finally {
            workers.shutdownNow();
        }
    }

    private Footer read(SourceFile file) throws IOException {
        boolean small = file.status().getLen() <= SMALL_FILE;
        try (var reader = ParquetFileReader.open(
                HadoopInputFile.fromStatus(file.status(), configuration), small ? whole : schemaOnly)) {
            var metadata = reader.getFooter();
            var columns = new LinkedHashMap<String, FileColumn>();
            for (Type field : metadata.getFileMetaData().getSchema().getFields()) {
                columns.put(field.getName(), column(field));
            }
            boolean empty = small && metadata.getBlocks().stream().allMatch(block -> block.getRowCount() == 0);
            return new Footer(file, columns, empty);
        } catch (RuntimeException e) {
            // This is how the reader says that it is no Parquet.
            var message = String.valueOf(e.getMessage());
            throw new IOException(
                    message.contains(NO_PARQUET) ? message : file.path() + NO_PARQUET + ": " + message, e);
        }
    }

    private FileColumn column(Type field) {
        var given = field.toString();
        if (field.isPrimitive() && isNanoseconds(field)) {
            return new FileColumn(DataTypes.LongType, true, given);
        }
        if (hasNanoseconds(field)) {
            return new FileColumn(null, false, given);
        }
        try {
            var type =
                    converter.convert(new MessageType("file", field)).apply(0).dataType();
            return new FileColumn(type, false, given);
        } catch (Exception e) {
            // Scala throws checked exceptions without saying so: Spark has no such type.
            return new FileColumn(null, false, given);
        }
    }

    private static boolean hasNanoseconds(Type field) {
        return field.isPrimitive()
                ? isNanoseconds(field)
                : field.asGroupType().getFields().stream().anyMatch(ParquetFooters::hasNanoseconds);
    }

    private static boolean isNanoseconds(Type field) {
        return field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
                && timestamp.getUnit() == TimeUnit.NANOS;
    }
}
