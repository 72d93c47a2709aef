package dev.larder.testing;

import com.google.protobuf.ByteString;
import feast.proto.types.ValueProto.BoolList;
import feast.proto.types.ValueProto.BytesList;
import feast.proto.types.ValueProto.DoubleList;
import feast.proto.types.ValueProto.FloatList;
import feast.proto.types.ValueProto.Int32List;
import feast.proto.types.ValueProto.Int64List;
import feast.proto.types.ValueProto.StringList;
import feast.proto.types.ValueProto.Value;
import feast.proto.types.ValueProto.ValueType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A value of each type, at the edge of it where there is one. */
public final class Values {
    public static final Map<ValueType.Enum, Value> OF_ALL_TYPES = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    ValueType.Enum.BYTES, value().setBytesVal(bytes(0, -1, 10)).build()),
            Map.entry(ValueType.Enum.STRING, value().setStringVal("Zoë €\n").build()),
            Map.entry(
                    ValueType.Enum.INT32, value().setInt32Val(Integer.MIN_VALUE).build()),
            Map.entry(ValueType.Enum.INT64, value().setInt64Val(Long.MIN_VALUE).build()),
            Map.entry(ValueType.Enum.DOUBLE, value().setDoubleVal(Double.NaN).build()),
            Map.entry(
                    ValueType.Enum.FLOAT,
                    value().setFloatVal(Float.NEGATIVE_INFINITY).build()),
            Map.entry(ValueType.Enum.BOOL, value().setBoolVal(false).build()),
            Map.entry(
                    ValueType.Enum.BYTES_LIST,
                    value().setBytesListVal(
                                    BytesList.newBuilder().addVal(bytes(1)).addVal(ByteString.EMPTY))
                            .build()),
            Map.entry(
                    ValueType.Enum.STRING_LIST,
                    value().setStringListVal(StringList.newBuilder().addAllVal(List.of("a", "", "ü")))
                            .build()),
            Map.entry(
                    ValueType.Enum.INT32_LIST,
                    value().setInt32ListVal(Int32List.newBuilder().addAllVal(List.of(0, -1, Integer.MAX_VALUE)))
                            .build()),
            Map.entry(
                    ValueType.Enum.INT64_LIST,
                    value().setInt64ListVal(Int64List.newBuilder().addAllVal(List.of(0L, Long.MAX_VALUE)))
                            .build()),
            Map.entry(
                    ValueType.Enum.DOUBLE_LIST,
                    value().setDoubleListVal(DoubleList.newBuilder().addAllVal(List.of(0.5, -0.0)))
                            .build()),
            Map.entry(
                    ValueType.Enum.FLOAT_LIST,
                    value().setFloatListVal(FloatList.newBuilder().addVal(1.5f)).build()),
            Map.entry(
                    ValueType.Enum.BOOL_LIST,
                    value().setBoolListVal(BoolList.newBuilder().addAllVal(List.of(true, false)))
                            .build())));

    private Values() {}

    private static Value.Builder value() {
        return Value.newBuilder();
    }

    private static ByteString bytes(int... bytes) {
        var copy = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            copy[i] = (byte) bytes[i];
        }
        return ByteString.copyFrom(copy);
    }
}
