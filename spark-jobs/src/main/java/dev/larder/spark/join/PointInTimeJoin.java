package dev.larder.spark.join;

import static dev.larder.spark.join.KeyColumns.column;
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
import org.apache.spark.sql.types.Metadata;
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
        private final List<Counted> counted;

        private Result(Dataset<Row> rows, List<Counted> counted) {
            this.rows = rows;
            this.counted = counted;
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
            counted.forEach(part -> leaked.putAll(part.aboveZero(0, part.columns())));
            return leaked;
        }

        /**
         * Table name to how many entity rows were joined to a feature row that had the times of another one of its key, but other
         * values. Only those that are above zero. Known once the rows have been used.
         */
        public SortedMap<String, Long> ties() {
            var ties = new TreeMap<String, Long>();
            counted.forEach(part -> ties.putAll(part.aboveZero(part.columns().size(), part.tables())));
            return ties;
        }
    }

    /** What {@link CarryForward} counts of tables over the same entities. */
    private record Counted(PartitionCounter counter, List<String> columns, List<String> tables) {
        private static Counted of(List<FeatureRows> tables) {
            return new Counted(
                    new PartitionCounter(),
                    outputColumns(tables).toList(),
                    tables.stream().map(FeatureRows::name).toList());
        }

        /** @param first which of the counts is that of the first name */
        private Map<String, Long> aboveZero(int first, List<String> names) {
            var counts = counter.total(columns.size() + tables.size());
            var named = new HashMap<String, Long>();
            for (int i = 0; i < names.size(); i++) {
                if (counts[first + i] > 0) {
                    named.put(names.get(i), counts[first + i]);
                }
            }
            return named;
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
        var counted = new ArrayList<Counted>();
        var joined = entities;
        for (int i = 0; i < sets.size(); i++) {
            var inSet = bySet.get(sets.get(i));
            var counts = Counted.of(inSet);
            session.sparkContext().register(counts.counter());
            joined = joinSet(joined, timeColumn, sets.get(i), inSet, digest, i, counts.counter());
            counted.add(counts);
        }
        var columns = Stream.concat(Arrays.stream(entities.columns()), outputColumns(tables))
                .map(KeyColumns::column)
                .toArray(Column[]::new);
        return new Result(joined.select(columns), counted);
    }

    private static void check(Dataset<Row> entities, FeatureRows table) {
        requireTimestamp(table.rows(), table.eventTimestamp());
        table.createdTimestamp().ifPresent(column -> requireTimestamp(table.rows(), column));
        for (String entity : table.entities()) {
            var wanted = type(entities, entity).catalogString();
            var given = type(table.rows(), entity).catalogString();
            if (!wanted.equals(given)) {
                throw new IllegalArgumentException("%s is %s in the entity rows and %s in the rows of %s"
                        .formatted(entity, wanted, given, table.name()));
            }
        }
        for (String feature : table.asked()) {
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
        return tables.stream().flatMap(table -> table.asked().stream().map(table::outputColumn));
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
        var features = tables.stream().map(FeatureColumns::new).toList();
        for (int i = 0; i < tables.size(); i++) {
            var table = tables.get(i);
            boolean watched = times.isPresent() && !features.get(i).askedAreAll();
            var keysAndTimes = internalRows(inReach.get(i).select(keyAndTimes(set, table, inReach.get(i), watched)));
            if (times.isPresent()) {
                sieves.add(LatestSieve.of(keysAndTimes, table.table().maxAgeMicros(), times.get(), watched));
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
                Arrays.stream(entities.columns()).map(KeyColumns::column).toList()));
        tagged.add(internalRows(rows).mapPartitions(new EntityTagger(entities.columns().length, sortKey, slices)));
        var plans = new ArrayList<CarryForward.Table>();
        var fields = new ArrayList<>(List.of(entities.schema().fields()));
        for (int i = 0; i < tables.size(); i++) {
            var table = tables.get(i);
            var history = inReach.get(i);
            var passes = udf(sieves.get(i), DataTypes.BooleanType);
            // Read as a whole only if it matters: of many columns a few are read in a fraction of the time.
            boolean whole = !features.get(i).askedAreAll() && sieves.get(i).mayTie();
            var selected = internalRows(history.where(passes.apply(sieved(set, table, history)))
                    .select(flat(
                            List.of(
                                    column(table.eventTimestamp()),
                                    created(table),
                                    KeyColumns.hash(history, set),
                                    KeyColumns.key(history, set)),
                            features.get(i).columns(whole))));
            var types = features.get(i).askedTypes();
            TieKey tieKey = features.get(i).tieKey(whole);
            if (whole) {
                selected = selected.mapPartitions(
                        new TieKeys(types, features.get(i).tieKey(true)));
                tieKey = new TieKey.Carried(types.size() + 1);
            }
            tagged.add(selected.mapPartitions(new FeatureTagger(i, tieKey, visibleWhenCreated, sortKey, slices)));
            for (int j = 0; j < types.size(); j++) {
                var name = table.outputColumn(table.asked().get(j));
                fields.add(new StructField(name, types.get(j), true, Metadata.empty()));
            }
            plans.add(new CarryForward.Table(types, tieKey, table.table().maxAgeMicros()));
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
        long oldest = digest.earliest() - table.table().maxAgeMicros();
        // Below zero both ways: the subtraction went beyond the range of a long.
        boolean bounded = table.table().maxAgeMicros() > 0 && oldest < digest.earliest();
        return bounded ? rows.where(time.geq(timestamp_micros(lit(oldest)))) : rows;
    }

    /**
     * As {@link LatestSieve#of} wants them.
     *
     * @param watched whether for ties
     */
    private Column[] keyAndTimes(List<String> set, FeatureRows table, Dataset<Row> history, boolean watched) {
        return flat(
                List.of(
                        KeyColumns.hash(history, set),
                        KeyColumns.otherHash(history, set),
                        visibleFrom(table),
                        event(table)),
                watched ? List.of(unix_micros(created(table))) : List.of());
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
        return table.createdTimestamp().map(KeyColumns::column).orElseGet(() -> lit(null)
                .cast("timestamp"));
    }

    private static DataType type(Dataset<Row> rows, String column) {
        return rows.schema().apply(column).dataType();
    }

    /** Not as a struct, whose values Spark would box. */
    private static Column[] flat(List<Column> head, List<Column> rest) {
        return Stream.concat(head.stream(), rest.stream()).toArray(Column[]::new);
    }

    private static JavaRDD<InternalRow> internalRows(Dataset<Row> rows) {
        return rows.queryExecution().toRdd().toJavaRDD();
    }
}
