package dev.larder.spark.join;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;

import dev.larder.spark.shuffle.PartitionCounter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Joins to each entity row, table by table, the latest feature row that is not later than the entity row and not older than the
 * table's max age. There is one output row for each entity row, duplicates included, with all its columns; what does not match
 * is null. A key or a time that is null matches nothing.
 *
 * <p>The shuffles begin at once, not when the result is first used.
 */
public final class PointInTimeJoin {
    /** A key is cut into slices of time if it has more than this part of all rows, or half of a core's share if that is less. */
    private static final double HEAVY_SHARE = 0.05;

    /** Bytes of the driver's memory for each entity row that is held there and in each executor; it takes about 100. */
    private static final long MEMORY_SHARE = 2_048;

    private static final int MOST_IN_MEMORY = 1 << 24;

    private final SparkSession session;
    private final JavaSparkContext context;
    private final boolean visibleWhenCreated;
    private final double heavyShare;
    private final int fewEntities;

    /**
     * @param visibleWhenCreated leave out feature rows that were created after the time of the entity row: nobody could have known
     *     them then
     */
    public PointInTimeJoin(org.apache.spark.sql.SparkSession session, boolean visibleWhenCreated) {
        this(
                session,
                visibleWhenCreated,
                Math.min(HEAVY_SHARE, 0.5 / session.sparkContext().defaultParallelism()),
                (int) Math.min(MOST_IN_MEMORY, Runtime.getRuntime().maxMemory() / MEMORY_SHARE));
    }

    /**
     * @param heavyShare see {@link KeySlices#of}
     * @param fewEntities see {@link EntityDigest#of}
     */
    PointInTimeJoin(
            org.apache.spark.sql.SparkSession session, boolean visibleWhenCreated, double heavyShare, int fewEntities) {
        this.session = (SparkSession) session;
        this.context = JavaSparkContext.fromSparkContext(session.sparkContext());
        this.visibleWhenCreated = visibleWhenCreated;
        this.heavyShare = heavyShare;
        this.fewEntities = fewEntities;
    }

    /** A training set. */
    public static final class Result {
        private final Dataset<Row> rows;
        private final Map<PartitionCounter, List<String>> leaks;

        private Result(Dataset<Row> rows, Map<PartitionCounter, List<String>> leaks) {
            this.rows = rows;
            this.leaks = leaks;
        }

        /** The columns of the entity rows, then those of the features: table by table, as the tables were given. */
        public Dataset<Row> rows() {
            return rows;
        }

        /**
         * Column name to how many of its values were created after the time of the entity row they were joined to: nobody could
         * have known them then. Only those that are above zero. Known once the rows have been used.
         */
        public SortedMap<String, Long> leakedValues() {
            var leaked = new TreeMap<String, Long>();
            leaks.forEach((counter, columns) -> {
                var counts = counter.total(columns.size());
                for (int i = 0; i < counts.length; i++) {
                    if (counts[i] > 0) {
                        leaked.put(columns.get(i), counts[i]);
                    }
                }
            });
            return leaked;
        }
    }

    /**
     * @param entities must give the same rows each time it is evaluated
     * @param timeColumn the column of entities that holds their times, a timestamp
     * @throws IllegalArgumentException if a time is no timestamp, a key has another type in the feature rows than in the entity
     *     rows, or two output columns would have the same name
     */
    public Result join(Dataset<Row> entities, String timeColumn, List<FeatureRows> tables) {
        requireTimestamp(entities, timeColumn);
        tables.forEach(table -> check(entities, table));
        var bySet = new LinkedHashMap<List<String>, List<FeatureRows>>();
        for (FeatureRows table : tables) {
            bySet.computeIfAbsent(List.copyOf(new TreeSet<>(table.entities())), unseen -> new ArrayList<>())
                    .add(table);
        }
        var sets = List.copyOf(bySet.keySet());
        var digest = digest(entities, timeColumn, sets);
        var leaks = new HashMap<PartitionCounter, List<String>>();
        var joined = entities;
        for (int i = 0; i < sets.size(); i++) {
            var inSet = bySet.get(sets.get(i));
            var counter = new PartitionCounter();
            session.sparkContext().register(counter);
            joined = joinSet(joined, timeColumn, sets.get(i), inSet, digest, i, counter);
            leaks.put(counter, outputColumns(inSet).toList());
        }
        var columns = Stream.concat(Arrays.stream(entities.columns()), outputColumns(tables))
                .map(PointInTimeJoin::column)
                .toArray(Column[]::new);
        return new Result(joined.select(columns), leaks);
    }

    private static void check(Dataset<Row> entities, FeatureRows table) {
        requireTimestamp(table.rows(), table.eventTimestamp());
        table.createdTimestamp().ifPresent(column -> requireTimestamp(table.rows(), column));
        for (String entity : table.entities()) {
            var wanted = type(entities, entity).catalogString();
            var given = type(table.rows(), entity).catalogString();
            if (!wanted.equals(given)) {
                throw new IllegalArgumentException("%s is %s in the entity rows and %s in the rows of %s"
                        .formatted(entity, wanted, given, table.table()));
            }
        }
        for (String feature : table.features()) {
            if (Arrays.asList(entities.columns()).contains(table.outputColumn(feature))) {
                throw new IllegalArgumentException(
                        "the entity rows have a column %s already".formatted(table.outputColumn(feature)));
            }
        }
    }

    private static void requireTimestamp(Dataset<Row> rows, String column) {
        var type = type(rows, column);
        if (!(type instanceof TimestampType)) {
            throw new IllegalArgumentException("%s is %s and no timestamp".formatted(column, type.catalogString()));
        }
    }

    private static Stream<String> outputColumns(Collection<FeatureRows> tables) {
        return tables.stream().flatMap(table -> table.features().stream().map(table::outputColumn));
    }

    private EntityDigest digest(Dataset<Row> entities, String timeColumn, List<List<String>> sets) {
        var columns = new ArrayList<Column>();
        columns.add(column(timeColumn));
        for (var set : sets) {
            columns.add(KeyColumns.hash(entities, set));
            columns.add(KeyColumns.otherHash(entities, set));
        }
        return EntityDigest.of(internalRows(entities.select(columns.toArray(Column[]::new))), sets.size(), fewEntities);
    }

    private Dataset<Row> joinSet(
            Dataset<Row> entities,
            String timeColumn,
            List<String> set,
            List<FeatureRows> tables,
            EntityDigest digest,
            int setIndex,
            PartitionCounter counter) {
        var inReach = tables.stream().map(table -> inReach(table, digest)).toList();
        var times = digest.keys(setIndex).times().map(context::broadcast);
        var sample = new ArrayList<>(digest.sample(setIndex));
        var sieves = new ArrayList<Sieve>();
        for (int i = 0; i < tables.size(); i++) {
            var keysAndTimes = internalRows(inReach.get(i).select(keyAndTimes(set, tables.get(i), inReach.get(i))));
            if (times.isPresent()) {
                sieves.add(LatestSieve.of(keysAndTimes, tables.get(i).maxAgeMicros(), times.get()));
            } else {
                var keys = context.broadcast(digest.keys(setIndex).filter().orElseThrow());
                sieves.add(new KeySieve(keys, digest.latest()));
                sample.addAll(Heads.of(keysAndTimes));
            }
        }
        var slices = context.broadcast(KeySlices.of(sample, heavyShare));
        var sortKey = digest.sortKey();
        var tagged = new ArrayList<JavaRDD<InternalRow>>();
        var rows = entities.select(flat(
                List.of(column(timeColumn), KeyColumns.hash(entities, set), KeyColumns.key(entities, set)),
                List.of(entities.columns())));
        tagged.add(internalRows(rows).mapPartitions(new EntityTagger(entities.columns().length, sortKey, slices)));
        var plans = new ArrayList<CarryForward.Table>();
        var fields = new ArrayList<>(List.of(entities.schema().fields()));
        for (int i = 0; i < tables.size(); i++) {
            var table = tables.get(i);
            var history = inReach.get(i);
            var passes = udf(sieves.get(i), DataTypes.BooleanType);
            var selected = history.where(passes.apply(sieved(set, table, history)))
                    .select(flat(
                            List.of(
                                    column(table.eventTimestamp()),
                                    created(table),
                                    KeyColumns.hash(history, set),
                                    KeyColumns.key(history, set)),
                            table.features()));
            tagged.add(internalRows(selected)
                    .mapPartitions(new FeatureTagger(i, table.features().size(), visibleWhenCreated, sortKey, slices)));
            var types = new ArrayList<DataType>();
            for (String feature : table.features()) {
                var type = type(history, feature);
                types.add(type);
                fields.add(new StructField(
                        table.outputColumn(feature), type, true, org.apache.spark.sql.types.Metadata.empty()));
            }
            plans.add(new CarryForward.Table(types, table.maxAgeMicros()));
        }
        var slim = tagged.get(0);
        for (int i = 1; i < tagged.size(); i++) {
            slim = slim.union(tagged.get(i));
        }
        var sorted = session.internalCreateDataFrame(slim.rdd(), SlimRow.SCHEMA, false)
                .repartition(column(SlimRow.GROUP))
                .sortWithinPartitions(column(SlimRow.SORT_KEY));
        var entityTypes = Arrays.stream(entities.schema().fields())
                .map(StructField::dataType)
                .toList();
        var joined = internalRows(sorted).mapPartitions(new CarryForward(entityTypes, plans, sortKey, counter));
        return session.internalCreateDataFrame(joined.rdd(), new StructType(fields.toArray(StructField[]::new)), false);
    }

    /** The feature rows that some entity row can see, by their event time alone. */
    private static Dataset<Row> inReach(FeatureRows table, EntityDigest digest) {
        var time = column(table.eventTimestamp());
        var complete = KeyColumns.isComplete(table.entities());
        if (digest.isEmpty()) {
            return table.rows().where(lit(false));
        }
        var rows = table.rows()
                .where(time.leq(timestamp_micros(lit(digest.latest()))).and(complete));
        long oldest = digest.earliest() - table.maxAgeMicros();
        // Below zero both ways: the subtraction went beyond the range of a long.
        boolean bounded = table.maxAgeMicros() > 0 && oldest < digest.earliest();
        return bounded ? rows.where(time.geq(timestamp_micros(lit(oldest)))) : rows;
    }

    /** As {@link LatestSieve#of} wants them. */
    private Column[] keyAndTimes(List<String> set, FeatureRows table, Dataset<Row> history) {
        return new Column[] {
            KeyColumns.hash(history, set), KeyColumns.otherHash(history, set), visibleFrom(table), event(table)
        };
    }

    /** The arguments of {@link Sieve#passes}. */
    private Column[] sieved(List<String> set, FeatureRows table, Dataset<Row> history) {
        return new Column[] {KeyColumns.hash(history, set), visibleFrom(table), event(table)};
    }

    private Column visibleFrom(FeatureRows table) {
        var event = column(table.eventTimestamp());
        return unix_micros(visibleWhenCreated ? greatest(event, created(table)) : event);
    }

    private static Column event(FeatureRows table) {
        return unix_micros(column(table.eventTimestamp()));
    }

    private static Column created(FeatureRows table) {
        return table.createdTimestamp().map(PointInTimeJoin::column).orElseGet(() -> lit(null)
                .cast("timestamp"));
    }

    private static DataType type(Dataset<Row> rows, String column) {
        return rows.schema().apply(column).dataType();
    }

    /** Not as a struct, whose values Spark would box. */
    private static Column[] flat(List<Column> head, List<String> names) {
        return Stream.concat(head.stream(), names.stream().map(PointInTimeJoin::column))
                .toArray(Column[]::new);
    }

    private static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }

    private static JavaRDD<InternalRow> internalRows(Dataset<Row> rows) {
        return rows.queryExecution().toRdd().toJavaRDD();
    }
}
