package dev.larder.spark.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.row.ValueLayout;
import dev.larder.spark.testing.LocalSpark;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The casts of Spark are those of every other door: the cases are the same, in every type of Spark that can hold their values. */
class CastMatrixTest {
    private static final List<DataType> INTEGERS =
            List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

    /** A cast that is tried: what Spark has, what is wanted. */
    private record Pair(DataType given, ValueLayout wanted) {}

    private record Trial(Object value, String is) {}

    @Test
    void aValueSurvivesInSparkAsEverywhere() throws IOException {
        var trials = trials();
        int tried = 0;
        for (var entry : trials.entrySet()) {
            var pair = entry.getKey();
            var expected = entry.getValue().stream().map(Trial::is).toList();
            assertEquals(expected, cast(pair, entry.getValue()), pair::toString);
            tried += expected.size();
        }
        assertTrue(tried > 250, "tried " + tried);
    }

    private static List<String> cast(Pair pair, List<Trial> trials) {
        var cast = TypeCast.between(pair.given(), pair.wanted());
        if (cast.isEmpty()) {
            return trials.stream().map(trial -> "refused").toList();
        }
        var rows = new ArrayList<Row>();
        for (int i = 0; i < trials.size(); i++) {
            rows.add(RowFactory.create(i, trials.get(i).value()));
        }
        var schema = new StructType().add("place", DataTypes.IntegerType).add("value", pair.given());
        var results = LocalSpark.session()
                .createDataFrame(rows, schema)
                .select(functions.col("place"), cast.get().of().apply(functions.col("value")))
                .orderBy("place")
                .collectAsList();
        return results.stream().map(row -> shown(row.get(1))).toList();
    }

    private static Map<Pair, List<Trial>> trials() throws IOException {
        var trials = new LinkedHashMap<Pair, List<Trial>>();
        var file = Path.of("../proto/testdata/values/casts.json").toFile();
        for (JsonNode given : new ObjectMapper().readTree(file).get("cases")) {
            var wanted = ValueLayout.valueOf(given.get("type").asText());
            var is = written(wanted, given.get("is"));
            for (DataType type : types(given.get("kind").asText(), given.get("value"))) {
                value(type, given.get("value"))
                        .ifPresent(value -> trials.computeIfAbsent(new Pair(type, wanted), unseen -> new ArrayList<>())
                                .add(new Trial(value, is)));
            }
        }
        return trials;
    }

    /** The types of Spark that values of a kind may have. */
    private static List<DataType> types(String kind, JsonNode value) {
        var elements =
                switch (kind) {
                    case "boolean" -> List.<DataType>of(DataTypes.BooleanType);
                    case "integer" -> {
                        var all = new ArrayList<>(INTEGERS);
                        all.add(DataTypes.createDecimalType(38, 0));
                        yield all;
                    }
                    case "floating" -> List.<DataType>of(DataTypes.DoubleType, DataTypes.FloatType);
                    case "decimal" -> List.<DataType>of(DataTypes.createDecimalType(
                            38, Math.max(0, Math.min(38, new BigDecimal(value.asText()).scale()))));
                    case "text" -> List.<DataType>of(DataTypes.StringType);
                    default -> throw new IllegalArgumentException(kind);
                };
        return value.isArray()
                ? elements.stream().<DataType>map(DataTypes::createArrayType).toList()
                : elements;
    }

    /** Empty if the type cannot hold it. */
    private static Optional<Object> value(DataType type, JsonNode value) {
        if (type instanceof org.apache.spark.sql.types.ArrayType list) {
            var elements = new ArrayList<Object>();
            for (JsonNode element : value) {
                var held = element.isNull() ? Optional.empty() : value(list.elementType(), element);
                if (held.isEmpty() && !element.isNull()) {
                    return Optional.empty();
                }
                elements.add(held.orElse(null));
            }
            return Optional.of(elements.toArray());
        }
        var text = value.asText();
        if (INTEGERS.contains(type)) {
            var number = new BigInteger(text);
            int bits = 8 * type.defaultSize();
            return number.bitLength() >= bits
                    ? Optional.empty()
                    : Optional.of(
                            switch (bits) {
                                case 8 -> (Object) number.byteValueExact();
                                case 16 -> number.shortValueExact();
                                case 32 -> number.intValueExact();
                                default -> number.longValueExact();
                            });
        }
        if (type.equals(DataTypes.DoubleType)) {
            return Optional.of(Double.valueOf(text));
        }
        if (type.equals(DataTypes.FloatType)) {
            boolean held = Double.compare(Double.parseDouble(text), Float.parseFloat(text)) == 0;
            return held ? Optional.of(Float.valueOf(text)) : Optional.empty();
        }
        if (type instanceof org.apache.spark.sql.types.DecimalType) {
            var number = new BigDecimal(text);
            int whole = number.precision() - number.scale();
            return whole + Math.max(0, number.scale()) <= 38 && number.scale() <= 38
                    ? Optional.of(number)
                    : Optional.empty();
        }
        return Optional.of(type.equals(DataTypes.BooleanType) ? (Object) Boolean.valueOf(text) : text);
    }

    private static String written(ValueLayout type, JsonNode is) {
        if (is.isNull()) {
            return "refused";
        }
        var texts = new ArrayList<String>();
        is.forEach(element -> texts.add(written(type, element)));
        if (is.isArray()) {
            return texts.toString();
        }
        return switch (type) {
            case DOUBLE, DOUBLE_LIST -> Double.valueOf(is.asText()).toString();
            case FLOAT, FLOAT_LIST -> Float.valueOf(is.asText()).toString();
            default -> is.asText();
        };
    }

    private static String shown(Object cast) {
        if (cast == null) {
            return "refused";
        }
        if (cast instanceof scala.collection.Seq<?> list) {
            // A null that the source has stays here; the row is rejected because of it.
            return list.contains(null)
                    ? "refused"
                    : scala.jdk.javaapi.CollectionConverters.asJava(list).stream()
                            .map(CastMatrixTest::shown)
                            .toList()
                            .toString();
        }
        return cast instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : cast.toString();
    }
}
