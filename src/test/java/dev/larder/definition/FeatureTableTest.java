package dev.larder.definition;

import static dev.larder.definition.Examples.COLUMNS;
import static dev.larder.definition.Examples.FILES;
import static dev.larder.definition.Examples.TABLE;
import static dev.larder.definition.Examples.TRIPS;
import static dev.larder.definition.Examples.feature;
import static dev.larder.definition.Refusal.assertInvalid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.definition.BatchSource.BigQuerySource;
import dev.larder.definition.BatchSource.FileSource;
import dev.larder.definition.Examples.Table;
import dev.larder.definition.StreamSource.KafkaSource;
import dev.larder.definition.StreamSource.KinesisSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureTableTest {
    private static final String RESERVED_NAMES =
            "Reserved names has been used as Feature(s) names. Reserved: [created_timestamp, event_timestamp]";
    private static final String NOT_UNIQUE = "Entity and Feature names within a Feature Table should be unique.";
    private static final String DURATION_RULE =
            "; it must not be negative, not finer than a microsecond and not above 10,000 years.";
    private static final SourceColumns NO_EVENT_TIME = new SourceColumns("", "", "", Map.of());

    private static String[] names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
    }

    private static KafkaSource kafka(StreamFormat format) {
        return new KafkaSource(COLUMNS, "localhost:9092", "trips", format);
    }

    @Test
    void theSmallestTableSaysThis() {
        assertEquals(
                Map.of(
                        "entities", "driver_id",
                        "features.trip_cost.value_type", "DOUBLE",
                        "batch_source.type", "BATCH_FILE",
                        "batch_source.file_url", "file:///data/trips",
                        "batch_source.event_timestamp_column", "event_ts"),
                TABLE.facts());
    }

    @Test
    void theLargestTableSaysThis() {
        var columns = new SourceColumns("event_ts", "created_ts", "day", Map.of("trip_cost", "cost / 100"));
        var table = new Table()
                .entities("driver_id", "customer_id")
                .features(new Feature("trip_cost", ValueType.DOUBLE, Map.of("unit", "EUR")), feature("tip"))
                .labels(Map.of("team", "rides"))
                .maxAge(Duration.ofHours(36))
                .batchSource(new FileSource(columns, "s3://lake/trips"))
                .streamSource(TRIPS)
                .stalenessThreshold(Duration.ofMinutes(5))
                .onlineStore(new OnlineStore("online", OnlineStore.Type.REDIS, "ours"))
                .build();
        var facts = new HashMap<String, String>();
        facts.put("entities", "customer_id, driver_id");
        facts.put("features.trip_cost.value_type", "DOUBLE");
        facts.put("features.trip_cost.labels.unit", "EUR");
        facts.put("features.tip.value_type", "DOUBLE");
        facts.put("labels.team", "rides");
        facts.put("max_age", "PT36H");
        facts.put("batch_source.type", "BATCH_FILE");
        facts.put("batch_source.file_url", "s3://lake/trips");
        facts.put("batch_source.event_timestamp_column", "event_ts");
        facts.put("batch_source.created_timestamp_column", "created_ts");
        facts.put("batch_source.date_partition_column", "day");
        facts.put("batch_source.field_mapping.trip_cost", "cost / 100");
        facts.put("stream_source.type", "STREAM_KAFKA");
        facts.put("stream_source.bootstrap_servers", "localhost:9092");
        facts.put("stream_source.topic", "trips");
        facts.put("stream_source.format.protobuf_class", "com.example.Trip");
        facts.put("stream_source.event_timestamp_column", "event_ts");
        facts.put("staleness_threshold", "PT5M");
        facts.put("online_store.name", "online");
        facts.put("online_store.type", "REDIS");
        facts.put("online_store.description", "ours");
        assertEquals(facts, table.facts());
    }

    @Test
    void itsFactsChangeWithEachOfItsParts() {
        var avro = new StreamFormat.Avro("{}");
        var tables = new ArrayList<FeatureTable>();
        tables.add(TABLE);
        tables.add(new Table().entities("customer_id").build());
        tables.add(new Table().entities("driver_id", "customer_id").build());
        tables.add(new Table().features("tip").build());
        tables.add(new Table().features("trip_cost", "tip").build());
        tables.add(new Table()
                .features(new Feature("trip_cost", ValueType.FLOAT, Map.of()))
                .build());
        tables.add(new Table()
                .features(new Feature("trip_cost", ValueType.DOUBLE, Map.of("unit", "EUR")))
                .build());
        tables.add(new Table()
                .features(new Feature("trip_cost", ValueType.DOUBLE, Map.of("unit", "USD")))
                .build());
        tables.add(new Table().labels(Map.of("team", "rides")).build());
        tables.add(new Table().labels(Map.of("team", "food")).build());
        tables.add(new Table().labels(Map.of("owner", "rides")).build());
        tables.add(new Table().maxAge(Duration.ofSeconds(1)).build());
        tables.add(new Table().maxAge(Duration.ofNanos(1_000)).build());
        tables.add(new Table().stalenessThreshold(Duration.ZERO).build());
        tables.add(new Table().stalenessThreshold(Duration.ofSeconds(1)).build());
        for (var store : List.of(
                new OnlineStore("a", OnlineStore.Type.REDIS, ""),
                new OnlineStore("b", OnlineStore.Type.REDIS, ""),
                new OnlineStore("a", OnlineStore.Type.UNSET, ""),
                new OnlineStore("a", OnlineStore.Type.REDIS, "d"),
                new OnlineStore("a, type=REDIS, description=d", OnlineStore.Type.REDIS, "e"),
                new OnlineStore("a", OnlineStore.Type.REDIS, "d, type=REDIS, description=e"))) {
            tables.add(new Table().onlineStore(store).build());
        }
        for (var source : List.of(
                new FileSource(COLUMNS, "file:///data/other"),
                new FileSource(new SourceColumns("ts", "", "", Map.of()), "file:///data/trips"),
                new FileSource(new SourceColumns("event_ts", "created", "", Map.of()), "file:///data/trips"),
                new FileSource(new SourceColumns("event_ts", "", "created", Map.of()), "file:///data/trips"),
                new FileSource(new SourceColumns("event_ts", "", "", Map.of("a", "b")), "file:///data/trips"),
                new FileSource(new SourceColumns("event_ts", "", "", Map.of("a", "c")), "file:///data/trips"),
                new BigQuerySource(COLUMNS, "project:dataset.table"),
                new BigQuerySource(COLUMNS, "project:dataset.other"))) {
            tables.add(new Table().batchSource(source).build());
        }
        for (var source : List.of(
                TRIPS,
                kafka(new StreamFormat.Protobuf("com.example.Other")),
                kafka(avro),
                kafka(new StreamFormat.Avro("[]")),
                new KafkaSource(COLUMNS, "other:9092", "trips", avro),
                new KafkaSource(COLUMNS, "localhost:9092", "others", avro),
                new KafkaSource(new SourceColumns("ts", "", "", Map.of()), "localhost:9092", "trips", avro),
                new KinesisSource(COLUMNS, "eu-central-1", "trips", avro),
                new KinesisSource(COLUMNS, "eu-west-1", "trips", avro),
                new KinesisSource(COLUMNS, "eu-central-1", "others", avro))) {
            tables.add(new Table().streamSource(source).build());
        }
        for (int i = 0; i < tables.size(); i++) {
            for (int j = 0; j < i; j++) {
                var one = tables.get(i);
                var other = tables.get(j);
                assertNotEquals(one.facts(), other.facts(), () -> one + " says the same as " + other);
            }
        }
    }

    @Test
    void itsNameIsNoFact() {
        assertEquals(TABLE.facts(), new Table().name("other").build().facts());
    }

    @Test
    void theOrderOfEntitiesAndFeaturesSaysNothing() {
        assertEquals(
                new Table().entities("a", "b").features("c", "d").build().facts(),
                new Table().entities("b", "a").features("d", "c").build().facts());
    }

    @Test
    void theOrderOfEntitiesAndFeaturesIsKept() {
        var table = new Table().entities("b", "a").features("d", "c").build();
        assertEquals(List.of("b", "a"), table.entities());
        assertEquals(List.of(feature("d"), feature("c")), table.features());
    }

    @Test
    void itDoesNotShareItsListsWithTheCaller() {
        var entities = new ArrayList<>(List.of("driver_id"));
        var features = new ArrayList<>(List.of(feature("trip_cost")));
        var table = new FeatureTable(
                "driver_trips",
                entities,
                features,
                Map.of(),
                Duration.ZERO,
                FILES,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        entities.clear();
        features.clear();
        assertEquals(List.of("driver_id"), table.entities());
        assertEquals(List.of(feature("trip_cost")), table.features());
        assertThrows(UnsupportedOperationException.class, () -> table.labels().put("a", "b"));
    }

    @Test
    void itsNameMustBeGiven() {
        assertInvalid("EMPTY_NAME", "name", "FeatureTable name must be provided", () -> new Table()
                .name("")
                .build());
    }

    @Test
    void anEmptyLabelKeyIsRefused() {
        assertInvalid("EMPTY_LABEL_KEY", "labels", "FeatureTable cannot have labels with empty key.", () -> new Table()
                .labels(Map.of("", "rides"))
                .build());
    }

    @Test
    void itNeedsEntities() {
        assertInvalid("EMPTY_LIST", "entities", "FeatureTable entities list cannot be empty.", () -> new Table()
                .entities()
                .build());
    }

    @Test
    void itNeedsFeatures() {
        assertInvalid("EMPTY_LIST", "features", "FeatureTable features list cannot be empty.", () -> new Table()
                .features(new Feature[0])
                .build());
    }

    @Test
    void itNeedsABatchSource() {
        assertInvalid(
                "MISSING_BATCH_SOURCE", "batch_source", "FeatureTable batch source cannot be empty.", () -> new Table()
                        .batchSource(null)
                        .build());
    }

    @Test
    void aDashInItsNameIsRefused() {
        assertInvalid(
                "INVALID_NAME",
                "name",
                "invalid value for FeatureTable resource, driver-trips: argument must only contain alphanumeric characters and underscores.",
                () -> new Table().name("driver-trips").build());
    }

    @Test
    void theFirstMistakeInTheOrderOfFeastIsTold() {
        assertEquals(
                "FeatureTable entities list cannot be empty.",
                Refusal.of(() -> new Table()
                                .name("driver-trips")
                                .entities()
                                .features(new Feature[0])
                                .batchSource(null)
                                .build())
                        .text());
    }

    @Test
    void reservedNamesAreRefused() {
        assertInvalid("RESERVED_NAME", "features.event_timestamp", RESERVED_NAMES, () -> new Table()
                .features("trip_cost", "event_timestamp")
                .build());
        assertInvalid("RESERVED_NAME", "features.created_timestamp", RESERVED_NAMES, () -> new Table()
                .features("created_timestamp")
                .build());
        assertInvalid("RESERVED_NAME", "entities.event_timestamp", RESERVED_NAMES, () -> new Table()
                .entities("driver_id", "event_timestamp")
                .build());
        assertInvalid("RESERVED_NAME", "entities.created_timestamp", RESERVED_NAMES, () -> new Table()
                .entities("created_timestamp")
                .build());
    }

    @Test
    void duplicatesWithinTheFeaturesAreRefused() {
        assertInvalid("DUPLICATE_NAME", "features.trip_cost", NOT_UNIQUE, () -> new Table()
                .features("trip_cost", "trip_cost")
                .build());
    }

    @Test
    void duplicatesWithinTheEntitiesAreRefused() {
        assertInvalid("DUPLICATE_NAME", "entities.driver_id", NOT_UNIQUE, () -> new Table()
                .entities("driver_id", "driver_id")
                .build());
    }

    @Test
    void aFeatureNamedLikeAnEntityIsRefused() {
        assertInvalid("DUPLICATE_NAME", "features.driver_id", NOT_UNIQUE, () -> new Table()
                .features("driver_id")
                .build());
    }

    @Test
    void aNegativeMaxAgeIsRefused() {
        assertInvalid("INVALID_DURATION", "max_age", "max_age is PT-1S" + DURATION_RULE, () -> new Table()
                .maxAge(Duration.ofSeconds(-1))
                .build());
    }

    @Test
    void aMaxAgeFinerThanAMicrosecondIsRefused() {
        assertEquals(
                Duration.ofNanos(1_000),
                new Table().maxAge(Duration.ofNanos(1_000)).build().maxAge());
        assertInvalid("INVALID_DURATION", "max_age", "max_age is PT0.000000999S" + DURATION_RULE, () -> new Table()
                .maxAge(Duration.ofNanos(999))
                .build());
    }

    @Test
    void aMaxAgeMayBeTenThousandYears() {
        var longest = Duration.ofSeconds(315_576_000_000L);
        assertEquals(longest, new Table().maxAge(longest).build().maxAge());
        assertInvalid(
                "INVALID_DURATION", "max_age", "max_age is PT87660000H0.000001S" + DURATION_RULE, () -> new Table()
                        .maxAge(longest.plusNanos(1_000))
                        .build());
    }

    @Test
    void aStalenessThresholdKeepsToTheSameRules() {
        assertInvalid(
                "INVALID_DURATION",
                "staleness_threshold",
                "staleness_threshold is PT-0.000001S" + DURATION_RULE,
                () -> new Table().stalenessThreshold(Duration.ofNanos(-1_000)).build());
    }

    @Test
    void eachSourceNeedsAnEventTimestamp() {
        assertInvalid(
                "EMPTY_FIELD",
                "batch_source.event_timestamp_column",
                "batch_source.event_timestamp_column must not be empty.",
                () -> new Table()
                        .batchSource(new FileSource(NO_EVENT_TIME, "file:///data"))
                        .build());
        assertInvalid(
                "EMPTY_FIELD",
                "stream_source.event_timestamp_column",
                "stream_source.event_timestamp_column must not be empty.",
                () -> new Table()
                        .streamSource(
                                new KafkaSource(NO_EVENT_TIME, "localhost:9092", "trips", new StreamFormat.Avro("{}")))
                        .build());
    }

    @Test
    void itMayHave32Entities() {
        assertEquals(32, new Table().entities(names("e", 32)).build().entities().size());
        assertInvalid(
                "DEFINITION_TOO_LARGE",
                "entities",
                "entities has 33 entries; at most 32 are allowed.",
                () -> new Table().entities(names("e", 33)).build());
    }

    @Test
    void itMayHaveTenThousandFeatures() {
        assertEquals(
                10_000,
                new Table().features(names("f", 10_000)).build().features().size());
        assertInvalid(
                "DEFINITION_TOO_LARGE",
                "features",
                "features has 10,001 entries; at most 10,000 are allowed.",
                () -> new Table().features(names("f", 10_001)).build());
    }

    @Test
    void itMayHave256Labels() {
        assertEquals(
                256, new Table().labels(EntityTest.labels(256)).build().labels().size());
        assertInvalid(
                "DEFINITION_TOO_LARGE", "labels", "labels has 257 entries; at most 256 are allowed.", () -> new Table()
                        .labels(EntityTest.labels(257))
                        .build());
    }

    @Test
    void itMaySayAMillionCharacters() {
        int said = TABLE.facts().entrySet().stream()
                .mapToInt(fact -> fact.getKey().length() + fact.getValue().length())
                .sum();
        int room = 1_048_576 - said - "labels.team".length();
        Limits.check(new Table().labels(Map.of("team", "x".repeat(room))).build());
        assertInvalid(
                "DEFINITION_TOO_LARGE",
                "driver_trips has 1,048,577 characters in its names, labels, mappings and options; at most 1,048,576 are allowed.",
                () -> Limits.check(
                        new Table().labels(Map.of("team", "x".repeat(room + 1))).build()));
    }

    @Test
    void textThatCannotBeStoredIsRefusedWhereverItStands() {
        assertInvalid(
                "INVALID_TEXT",
                "batch_source.file_url",
                "batch_source.file_url must be Unicode text without the character NUL.",
                () -> Limits.check(new Table()
                        .batchSource(new FileSource(COLUMNS, "file:///\u0000"))
                        .build()));
        assertInvalid(
                "INVALID_TEXT",
                "stream_source.format.protobuf_class",
                "stream_source.format.protobuf_class must be Unicode text without the character NUL.",
                () -> Limits.check(new Table()
                        .streamSource(kafka(new StreamFormat.Protobuf("com.Trip\u0000")))
                        .build()));
    }
}
