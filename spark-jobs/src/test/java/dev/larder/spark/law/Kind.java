package dev.larder.spark.law;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.spark.table.Interval;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** How a value lies in a Parquet file. */
enum Kind {
    BOOLEAN(PrimitiveTypeName.BOOLEAN, null),
    TINYINT(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(8, true)),
    SMALLINT(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true)),
    INT(PrimitiveTypeName.INT32, null),
    BIGINT(PrimitiveTypeName.INT64, null),
    FLOAT(PrimitiveTypeName.FLOAT, null),
    DOUBLE(PrimitiveTypeName.DOUBLE, null),
    DECIMAL_9_2(PrimitiveTypeName.INT32, LogicalTypeAnnotation.decimalType(2, 9)),
    DECIMAL_18_0(PrimitiveTypeName.INT64, LogicalTypeAnnotation.decimalType(0, 18)),
    STRING(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType()),
    BINARY(PrimitiveTypeName.BINARY, null),
    DATE(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType()),
    MILLIS(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS)),
    MICROS(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS)),
    NANOS(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.NANOS)),
    WITHOUT_ZONE(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS)),
    INT96(PrimitiveTypeName.INT96, null),
    /** All is null. */
    VOID(PrimitiveTypeName.INT32, LogicalTypeAnnotation.unknownType()),
    /** Spark cannot read it. */
    TIME_OF_DAY(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timeType(true, TimeUnit.NANOS));

    private static final long JULIAN_1970 = 2_440_588;
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private final PrimitiveTypeName primitive;
    private final LogicalTypeAnnotation annotation;

    Kind(PrimitiveTypeName primitive, LogicalTypeAnnotation annotation) {
        this.primitive = primitive;
        this.annotation = annotation;
    }

    org.apache.parquet.schema.Type optional(String name) {
        return Types.optional(primitive).as(annotation).named(name);
    }

    /** From what JSON says, in the class that {@code ValueCast} takes, or a time. */
    Object parse(JsonNode json) {
        return switch (this) {
            case BOOLEAN -> json.booleanValue();
            case TINYINT -> (byte) json.intValue();
            case SMALLINT -> json.shortValue();
            case INT -> json.intValue();
            case BIGINT, TIME_OF_DAY -> json.longValue();
            case FLOAT -> Float.valueOf(json.asText());
            case DOUBLE -> Double.valueOf(json.asText());
            case DECIMAL_9_2, DECIMAL_18_0 -> new BigDecimal(json.asText());
            case STRING -> json.textValue();
            case BINARY -> HexFormat.of().parseHex(json.textValue());
            case DATE -> LocalDate.parse(json.textValue());
            case MILLIS, MICROS, NANOS, WITHOUT_ZONE, INT96 -> Instant.parse(json.textValue());
            case VOID -> null;
        };
    }

    /** As JSON says it. */
    static Object literal(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        boolean special = value instanceof Double || value instanceof Float;
        if (special && !Double.isFinite(((Number) value).doubleValue())) {
            return value.toString();
        }
        return value instanceof BigDecimal || value instanceof LocalDate || value instanceof Instant
                ? value.toString()
                : value;
    }

    void write(RecordConsumer file, Object value) {
        switch (this) {
            case BOOLEAN -> file.addBoolean((Boolean) value);
            case TINYINT, SMALLINT, INT -> file.addInteger(((Number) value).intValue());
            case BIGINT, TIME_OF_DAY -> file.addLong(((Number) value).longValue());
            case FLOAT -> file.addFloat((Float) value);
            case DOUBLE -> file.addDouble((Double) value);
            case DECIMAL_9_2 -> file.addInteger(
                    ((BigDecimal) value).unscaledValue().intValueExact());
            case DECIMAL_18_0 -> file.addLong(
                    ((BigDecimal) value).unscaledValue().longValueExact());
            case STRING -> file.addBinary(Binary.fromString((String) value));
            case BINARY -> file.addBinary(Binary.fromConstantByteArray((byte[]) value));
            case DATE -> file.addInteger((int) ((LocalDate) value).toEpochDay());
            case MILLIS -> file.addLong(((Instant) value).toEpochMilli());
            case MICROS, WITHOUT_ZONE -> file.addLong(Interval.micros((Instant) value));
            case NANOS -> file.addLong(ChronoUnit.NANOS.between(Instant.EPOCH, (Instant) value));
            case INT96 -> file.addBinary(int96((Instant) value));
            case VOID -> throw new IllegalArgumentException("a void column holds " + value);
        }
    }

    private static Binary int96(Instant time) {
        long day = time.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
        long nanos = ChronoUnit.NANOS.between(Instant.ofEpochSecond(day * 86_400), time);
        assert nanos < NANOS_PER_DAY;
        var bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        return Binary.fromConstantByteArray(
                bytes.putLong(nanos).putInt((int) (day + JULIAN_1970)).array());
    }
}
