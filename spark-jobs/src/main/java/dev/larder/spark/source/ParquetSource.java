package dev.larder.spark.source;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.when;

import dev.larder.spark.source.ParquetFooters.FileColumn;
import dev.larder.spark.source.ParquetFooters.Footer;
import dev.larder.spark.source.SourceFiles.SourceFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parquet files. Each is read by its own footer, and only in the columns that are wanted: files may have different columns, and the
 * same column in different types.
 */
final class ParquetSource implements RawSource {
    private static final Logger LOG = LoggerFactory.getLogger(ParquetSource.class);
    private static final int NAMED = 5;

    private final SparkSession session;
    private final SparkSession reading;
    private final String location;
    private final List<Footer> footers;
    private final boolean withoutRows;
    private final List<String> columns;

    private ParquetSource(
            SparkSession session, SparkSession reading, String location, List<Footer> footers, boolean withoutRows) {
        this.session = session;
        this.reading = reading;
        this.location = location;
        this.footers = footers;
        this.withoutRows = withoutRows;
        var names = new LinkedHashSet<String>();
        footers.forEach(footer -> names.addAll(footer.columns().keySet()));
        footers.forEach(footer -> names.addAll(footer.file().partitions().keySet()));
        columns = List.copyOf(names);
    }

    /** @param partitionsWanted see {@link SourceFiles#list} */
    static ParquetSource open(SparkSession session, String location, Predicate<Map<String, String>> partitionsWanted)
            throws IOException {
        var reading = readingSession(session);
        var configuration = reading.sessionState().newHadoopConf();
        var all = SourceFiles.list(configuration, location, partitions -> true);
        var filled = all.stream().filter(file -> file.status().getLen() > 0).toList();
        if (filled.isEmpty()) {
            throw new FileNotFoundException(
                    all.isEmpty() ? "there is no Parquet file" : "all its files are of 0 bytes");
        }
        warn(
                location,
                "of 0 bytes",
                all.stream().filter(file -> file.status().getLen() == 0).toList());
        var wanted = filled.stream()
                .filter(file -> partitionsWanted.test(file.partitions()))
                .toList();
        // If there are none, another one says which columns there would be.
        var opened = wanted.isEmpty() ? filled.subList(filled.size() - 1, filled.size()) : wanted;
        var converter = new ParquetToSparkSchemaConverter(reading.sessionState().conf());
        var footers = ParquetFooters.read(opened, configuration, converter);
        var withRows = footers.stream().filter(footer -> !footer.empty()).toList();
        return new ParquetSource(
                session,
                reading,
                location,
                withRows.isEmpty() ? footers : withRows,
                wanted.isEmpty() || withRows.isEmpty());
    }

    /** A copy of the caller's, with what is needed to read files as they are. */
    private static SparkSession readingSession(SparkSession callers) {
        var session = callers.cloneSession();
        session.conf().set("spark.sql.legacy.parquet.nanosAsLong", "true");
        session.conf().set("spark.sql.caseSensitive", "true");
        return session;
    }

    private static void warn(String location, String what, List<SourceFile> files) {
        if (!files.isEmpty()) {
            LOG.warn(
                    "source {}: {} files {} are passed over, such as {}",
                    location,
                    files.size(),
                    what,
                    files.stream()
                            .limit(NAMED)
                            .map(file -> file.path().getName())
                            .toList());
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Map<String, Long> lacking(Collection<String> wanted) {
        var lacking = new LinkedHashMap<String, Long>();
        for (String column : wanted) {
            long files = footers.stream().filter(footer -> !has(footer, column)).count();
            if (files > 0 && columns.contains(column)) {
                lacking.put(column, files);
            }
        }
        return lacking;
    }

    private static boolean has(Footer footer, String column) {
        return footer.columns().containsKey(column)
                || footer.file().partitions().containsKey(column);
    }

    @Override
    public List<Dataset<Row>> parts(Collection<String> wanted) {
        var types = new LinkedHashMap<String, DataType>();
        wanted.forEach(column -> types.put(column, type(column)));
        var groups = new LinkedHashMap<String, List<Footer>>();
        footers.forEach(footer -> groups.computeIfAbsent(signature(footer, wanted), unseen -> new ArrayList<>())
                .add(footer));
        return groups.values().stream().map(group -> part(group, types)).toList();
    }

    private static String signature(Footer footer, Collection<String> wanted) {
        var signature = new StringBuilder();
        for (String column : wanted) {
            var found = footer.columns().get(column);
            var kind =
                    footer.file().partitions().containsKey(column) ? "folder" : found == null ? "" : found.signature();
            signature.append(kind).append('\n');
        }
        return signature.toString();
    }

    /** The type of a column in the first file that has values of it. */
    private DataType type(String column) {
        for (Footer footer : footers) {
            if (footer.file().partitions().containsKey(column)) {
                return DataTypes.StringType;
            }
            var found = footer.columns().get(column);
            if (found != null && found.nanoseconds()) {
                return DataTypes.TimestampType;
            }
            if (found != null && found.type() != null && !(found.type() instanceof NullType)) {
                return found.type();
            }
        }
        return DataTypes.NullType;
    }

    /** @param group files that have the wanted columns alike */
    private Dataset<Row> part(List<Footer> group, Map<String, DataType> types) {
        var first = group.get(0);
        var fields = new ArrayList<StructField>();
        var folders = new ArrayList<String>();
        var selected = new ArrayList<Column>();
        types.forEach((name, type) -> {
            var found = first.columns().get(name);
            var column = col(SourceReader.quoted(name));
            if (first.file().partitions().containsKey(name)) {
                folders.add(name);
            } else if (found == null || found.type() instanceof NullType) {
                column = lit(null).cast(type).as(name);
            } else {
                requireReadable(name, found, first.file());
                fields.add(DataTypes.createStructField(name, found.type(), true));
                column = found.nanoseconds() ? microseconds(column).as(name) : column;
            }
            selected.add(column);
        });
        var files = group.stream().map(Footer::file).toList();
        var rows =
                ListedFiles.read(session, reading, files, new StructType(fields.toArray(StructField[]::new)), folders);
        var part = rows.select(selected.toArray(Column[]::new));
        return withoutRows ? part.where(lit(false)) : part;
    }

    /** The microsecond in which it is, also before 1970. */
    private static Column microseconds(Column nanoseconds) {
        var towardsZero = call_function("div", nanoseconds, lit(1_000L));
        var before = when(nanoseconds.mod(lit(1_000L)).lt(0), lit(1L)).otherwise(lit(0L));
        return timestamp_micros(towardsZero.minus(before));
    }

    private void requireReadable(String name, FileColumn column, SourceFile file) {
        if (column.type() == null) {
            throw new SourceException(
                    ("column %s of source %s is \"%s\" in %s, which Spark cannot read; write it as another type (times in microseconds),"
                                    + " or name another column in a field_mapping")
                            .formatted(
                                    name, location, column.given(), file.path().getName()));
        }
    }
}
