package dev.larder.wire;

import static dev.larder.definition.Refusal.assertInvalid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.protobuf.Duration;
import dev.larder.definition.Refusal;
import dev.larder.error.ErrorCode;
import dev.larder.proto.v1.Definition;
import feast.proto.core.DataFormatProto.FileFormat;
import feast.proto.core.DataFormatProto.StreamFormat;
import feast.proto.core.DataSourceProto.DataSource;
import feast.proto.core.DataSourceProto.DataSource.SourceType;
import feast.proto.core.EntityProto.EntitySpecV2;
import feast.proto.core.FeatureProto.FeatureSpecV2;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.core.OnlineStoreProto.OnlineStore;
import feast.proto.core.OnlineStoreProto.StoreType;
import feast.proto.types.ValueProto.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a client sends is what it gets back. */
class DefinitionRoundTripTest {
    private static final Instant CREATED = Instant.parse("2026-01-31T12:00:00.999999Z");
    private static final Instant UPDATED = Instant.parse("2026-02-01T00:00:01Z");
    private static final StreamFormat AVRO = StreamFormat.newBuilder()
            .setAvroFormat(
                    StreamFormat.AvroFormat.newBuilder().setSchemaJson("{\"type\": \"record\", \"name\": \"Tür\"}"))
            .build();
    private static final StreamFormat PROTO = StreamFormat.newBuilder()
            .setProtoFormat(StreamFormat.ProtoFormat.newBuilder().setClassPath("com.example.Trip"))
            .build();
    private static final DataSource FILES = DataSource.newBuilder()
            .setType(SourceType.BATCH_FILE)
            .setEventTimestampColumn("event_ts")
            .setCreatedTimestampColumn("created_ts")
            .setDatePartitionColumn("day")
            .putFieldMapping("trip_cost", "cost / 100")
            .putFieldMapping("driver_id", "driver")
            .setFileOptions(DataSource.FileOptions.newBuilder()
                    .setFileFormat(
                            FileFormat.newBuilder().setParquetFormat(FileFormat.ParquetFormat.getDefaultInstance()))
                    .setFileUrl("s3://lake/trips"))
            .build();

    /** Feast always answers with a max_age, 0 s where none was given. */
    private static FeatureTableSpec.Builder table() {
        return FeatureTableSpec.newBuilder()
                .setName("driver_trips")
                .addEntities("driver_id")
                .addEntities("customer_id")
                .addFeatures(feature("trip_cost", ValueType.Enum.DOUBLE))
                .addFeatures(feature("acc_rate", ValueType.Enum.FLOAT))
                .setMaxAge(Duration.newBuilder().setSeconds(3600))
                .setBatchSource(FILES);
    }

    private static FeatureSpecV2 feature(String name, ValueType.Enum type) {
        return FeatureSpecV2.newBuilder().setName(name).setValueType(type).build();
    }

    private static DataSource kafka(StreamFormat format) {
        return DataSource.newBuilder()
                .setType(SourceType.STREAM_KAFKA)
                .setEventTimestampColumn("event_ts")
                .setKafkaOptions(DataSource.KafkaOptions.newBuilder()
                        .setBootstrapServers("one:9092,two:9092")
                        .setTopic("trips")
                        .setMessageFormat(format))
                .build();
    }

    private static DataSource kinesis(StreamFormat format) {
        return DataSource.newBuilder()
                .setType(SourceType.STREAM_KINESIS)
                .setEventTimestampColumn("event_ts")
                .putFieldMapping("trip_cost", "cost")
                .setKinesisOptions(DataSource.KinesisOptions.newBuilder()
                        .setRegion("eu-central-1")
                        .setStreamName("trips")
                        .setRecordFormat(format))
                .build();
    }

    private static FeatureTableSpec roundTrip(FeatureTableSpec spec) {
        return DefinitionWriter.featureTable(DefinitionReader.featureTable(spec), CREATED, UPDATED, 0)
                .getSpec();
    }

    private static void assertReturns(FeatureTableSpec.Builder spec) {
        assertEquals(spec.build(), roundTrip(spec.build()));
    }

    private static String hash(FeatureTableSpec.Builder spec) {
        return DefinitionWriter.featureTable(DefinitionReader.featureTable(spec.build()), CREATED, UPDATED, 0)
                .getMeta()
                .getHash();
    }

    private static void assertRefused(String reason, String field, String text, FeatureTableSpec.Builder spec) {
        assertInvalid(reason, field, text, () -> DefinitionReader.featureTable(spec.build()));
    }

    private static void assertUnsupported(String reason, String text, FeatureTableSpec.Builder spec) {
        assertEquals(
                new Refusal(ErrorCode.UNIMPLEMENTED, reason, Optional.empty(), text),
                Refusal.of(() -> DefinitionReader.featureTable(spec.build())));
    }

    // There and back

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"INVALID", "UNRECOGNIZED"})
    void anEntityOfEachTypeReturns(ValueType.Enum type) {
        var spec = EntitySpecV2.newBuilder()
                .setName("driver_id")
                .setValueType(type)
                .setDescription("Who drives 🚗")
                .putLabels("市", "北京")
                .putLabels("team", "")
                .build();
        var entity = DefinitionReader.entity(spec);
        assertEquals(type.name(), entity.valueType().name());
        assertEquals(spec, DefinitionWriter.entity(entity, CREATED, UPDATED).getSpec());
    }

    @Test
    void allFourteenTypesAreKnown() {
        assertEquals(14, dev.larder.definition.ValueType.values().length);
        assertEquals(14 + 2, ValueType.Enum.values().length);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"INVALID", "UNRECOGNIZED"})
    void aFeatureOfEachTypeReturns(ValueType.Enum type) {
        assertReturns(table().addFeatures(feature("of_type", type)));
    }

    @Test
    void labelsInAnyLanguageReturn() {
        assertReturns(table().putLabels("équipe", "трипы")
                .putLabels("😀", "a=b, c:d \"e\"\n")
                .addFeatures(feature("tip", ValueType.Enum.INT32).toBuilder().putLabels("währung", "€")));
    }

    @Test
    void aBigQuerySourceReturns() {
        assertReturns(table().setBatchSource(DataSource.newBuilder()
                .setType(SourceType.BATCH_BIGQUERY)
                .setEventTimestampColumn("event_ts")
                .setBigqueryOptions(DataSource.BigQueryOptions.newBuilder().setTableRef("project-1:data_set.table"))));
    }

    @Test
    void aFileSourceReturns() {
        assertReturns(table().setBatchSource(FILES));
    }

    @Test
    void aKafkaSourceOfBothFormatsReturns() {
        assertReturns(table().setStreamSource(kafka(AVRO)));
        assertReturns(table().setStreamSource(kafka(PROTO)));
    }

    @Test
    void aKinesisSourceOfBothFormatsReturns() {
        assertReturns(table().setStreamSource(kinesis(AVRO)));
        assertReturns(table().setStreamSource(kinesis(PROTO)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0, 1000", "86399, 999999000", "315576000000, 0"})
    void aMaxAgeAndAStalenessThresholdReturnToTheMicrosecond(long seconds, int nanos) {
        var duration = Duration.newBuilder().setSeconds(seconds).setNanos(nanos);
        assertReturns(table().setMaxAge(duration).setStalenessThreshold(duration));
    }

    @Test
    void noMaxAgeReturnsAsZeroSeconds() {
        var spec = table().clearMaxAge();
        assertEquals(
                spec.setMaxAge(Duration.getDefaultInstance()).build(),
                roundTrip(spec.clearMaxAge().build()));
    }

    @Test
    void anOnlineStoreReturns() {
        assertReturns(table().setOnlineStore(OnlineStore.newBuilder()
                .setName("online")
                .setType(StoreType.REDIS)
                .setDescription("ours")));
        assertReturns(table().setOnlineStore(OnlineStore.newBuilder().setName("online")));
    }

    @Test
    void anEmptyOnlineStoreIsNone() {
        assertEquals(
                table().build(),
                roundTrip(
                        table().setOnlineStore(OnlineStore.getDefaultInstance()).build()));
    }

    @Test
    void aDefinitionIsWhatItHolds() {
        var entity = EntitySpecV2.newBuilder().setName("a").setValueType(ValueType.Enum.BOOL);
        assertEquals(
                DefinitionReader.entity(entity.build()),
                DefinitionReader.definition(
                        Definition.newBuilder().setEntity(entity).build()));
        assertEquals(
                DefinitionReader.featureTable(table().build()),
                DefinitionReader.definition(
                        Definition.newBuilder().setFeatureTable(table()).build()));
        assertInvalid(
                "EMPTY_DEFINITION",
                "definitions",
                "A definition must hold an entity or a feature_table.",
                () -> DefinitionReader.definition(Definition.getDefaultInstance()));
    }

    @Test
    void metaIsInWholeSeconds() {
        var entity = DefinitionReader.entity(EntitySpecV2.newBuilder()
                .setName("a")
                .setValueType(ValueType.Enum.BOOL)
                .build());
        var meta = DefinitionWriter.entity(entity, CREATED, UPDATED).getMeta();
        assertEquals(1_769_860_800, meta.getCreatedTimestamp().getSeconds());
        assertEquals(0, meta.getCreatedTimestamp().getNanos());
        assertEquals(1_769_904_001, meta.getLastUpdatedTimestamp().getSeconds());
        var tableMeta = DefinitionWriter.featureTable(
                        DefinitionReader.featureTable(table().build()), CREATED, UPDATED, 7)
                .getMeta();
        assertEquals(meta.getCreatedTimestamp(), tableMeta.getCreatedTimestamp());
        assertEquals(meta.getLastUpdatedTimestamp(), tableMeta.getLastUpdatedTimestamp());
        assertEquals(7, tableMeta.getRevision());
    }

    // What is refused

    @ParameterizedTest
    @CsvSource({"0", "8", "-1", "99"})
    void aTypeThatIsNoneIsRefused(int number) {
        assertInvalid(
                "INVALID_VALUE_TYPE",
                "value_type",
                "Entity driver_id needs a value_type, such as INT64.",
                () -> DefinitionReader.entity(EntitySpecV2.newBuilder()
                        .setName("driver_id")
                        .setValueTypeValue(number)
                        .build()));
        assertRefused(
                "INVALID_VALUE_TYPE",
                "features.tip.value_type",
                "Feature tip needs a value_type, such as DOUBLE.",
                table().addFeatures(FeatureSpecV2.newBuilder().setName("tip").setValueTypeValue(number)));
    }

    @ParameterizedTest
    @CsvSource({"0, INVALID", "3, STREAM_KAFKA", "4, STREAM_KINESIS", "99, UNRECOGNIZED"})
    void aBatchSourceOfAnotherTypeIsRefused(int number, String shown) {
        assertRefused(
                "INVALID_SOURCE_TYPE",
                "batch_source.type",
                "batch_source.type is %s; it must be BATCH_FILE or BATCH_BIGQUERY.".formatted(shown),
                table().setBatchSource(FILES.toBuilder().setTypeValue(number)));
    }

    @ParameterizedTest
    @CsvSource({"0, INVALID", "1, BATCH_FILE", "2, BATCH_BIGQUERY", "99, UNRECOGNIZED"})
    void aStreamSourceOfAnotherTypeIsRefused(int number, String shown) {
        assertRefused(
                "INVALID_SOURCE_TYPE",
                "stream_source.type",
                "stream_source.type is %s; it must be STREAM_KAFKA or STREAM_KINESIS.".formatted(shown),
                table().setStreamSource(kafka(AVRO).toBuilder().setTypeValue(number)));
    }

    @Test
    void aMissingBatchSourceIsRefused() {
        assertRefused(
                "MISSING_BATCH_SOURCE",
                "batch_source",
                "FeatureTable batch source cannot be empty.",
                table().clearBatchSource());
    }

    @Test
    void aFormatThatIsNoneIsUnimplemented() {
        assertUnsupported(
                "UNSUPPORTED_FILE_FORMAT",
                "Unsupported File Format: FORMAT_NOT_SET",
                table().setBatchSource(FILES.toBuilder()
                        .setFileOptions(DataSource.FileOptions.newBuilder().setFileUrl("file:///data"))));
        assertUnsupported(
                "UNSUPPORTED_STREAM_FORMAT",
                "Unsupported Stream Format for Kafka Source Type: FORMAT_NOT_SET",
                table().setStreamSource(kafka(StreamFormat.getDefaultInstance())));
        assertUnsupported(
                "UNSUPPORTED_STREAM_FORMAT",
                "Unsupported Stream Format for Kinesis Source Type: FORMAT_NOT_SET",
                table().setStreamSource(kinesis(StreamFormat.getDefaultInstance())));
    }

    @ParameterizedTest
    @CsvSource({
        "315576000001, 0",
        "9223372036854775807, 2000000000",
        "-9223372036854775808, -1",
        "1, -1",
        "0, 1000000000"
    })
    void aDurationThatProtobufDoesNotKnowIsRefused(long seconds, int nanos) {
        var duration = Duration.newBuilder().setSeconds(seconds).setNanos(nanos);
        assertRefused(
                "INVALID_DURATION",
                "max_age",
                "max_age has %d seconds and %d nanos, which is no google.protobuf.Duration.".formatted(seconds, nanos),
                table().setMaxAge(duration));
        assertRefused(
                "INVALID_DURATION",
                "staleness_threshold",
                "staleness_threshold has %d seconds and %d nanos, which is no google.protobuf.Duration."
                        .formatted(seconds, nanos),
                table().setStalenessThreshold(duration));
    }

    @Test
    void anUnknownKindOfOnlineStoreIsRefused() {
        assertRefused(
                "UNKNOWN_STORE_TYPE",
                "online_store.type",
                "online_store.type is 99, and Larder has one online store, named online, of the type REDIS. Leave online_store out, or set its type to REDIS.",
                table().setOnlineStore(OnlineStore.newBuilder().setTypeValue(99)));
    }

    // Feast's hash

    /** The value was computed in Python: murmur3 (32 bits, seed 0) over the bytes of the specification, written out by hand. */
    @Test
    void theHashIsTheOneOfFeast() {
        var files = DataSource.newBuilder()
                .setType(SourceType.BATCH_FILE)
                .setEventTimestampColumn("event_ts")
                .setFileOptions(FILES.getFileOptions().toBuilder().setFileUrl("file:///data/trips"));
        assertEquals("7fdbf292", hash(table().setBatchSource(files)));
    }

    @Test
    void theOrderOfEntitiesFeaturesAndLabelsDoesNotChangeTheHash() {
        var labelled = feature("tip", ValueType.Enum.INT32).toBuilder();
        var one = table().addFeatures(labelled.clone().putLabels("a", "1").putLabels("b", "2"));
        var other = table().clearEntities()
                .addEntities("customer_id")
                .addEntities("driver_id")
                .clearFeatures()
                .addFeatures(labelled.clone().putLabels("b", "2").putLabels("a", "1"))
                .addFeatures(feature("acc_rate", ValueType.Enum.FLOAT))
                .addFeatures(feature("trip_cost", ValueType.Enum.DOUBLE))
                .setBatchSource(FILES.toBuilder()
                        .clearFieldMapping()
                        .putFieldMapping("driver_id", "driver")
                        .putFieldMapping("trip_cost", "cost / 100"));
        assertEquals(hash(one), hash(other));
    }

    @Test
    void theNameTheLabelsAndWhatCameLaterDoNotChangeTheHash() {
        assertEquals(
                hash(table()),
                hash(table().setName("other")
                        .putLabels("team", "rides")
                        .setStalenessThreshold(Duration.newBuilder().setSeconds(1))
                        .setOnlineStore(OnlineStore.newBuilder().setName("online"))));
    }

    @Test
    void whateverDecidesOnTheDataChangesTheHash() {
        for (Consumer<FeatureTableSpec.Builder> change : List.<Consumer<FeatureTableSpec.Builder>>of(
                spec -> spec.addEntities("other"),
                spec -> spec.addFeatures(feature("tip", ValueType.Enum.INT32)),
                spec -> spec.setFeatures(0, feature("trip_cost", ValueType.Enum.FLOAT)),
                spec -> spec.setMaxAge(Duration.newBuilder().setSeconds(3601)),
                spec -> spec.setMaxAge(Duration.newBuilder().setSeconds(3600).setNanos(1_000)),
                spec -> spec.getBatchSourceBuilder().getFileOptionsBuilder().setFileUrl("s3://lake/other"),
                spec -> spec.getBatchSourceBuilder().putFieldMapping("trip_cost", "cost"),
                spec -> spec.setStreamSource(kafka(AVRO)))) {
            var changed = table();
            change.accept(changed);
            assertNotEquals(hash(table()), hash(changed), () -> changed.build().toString());
        }
    }
}
