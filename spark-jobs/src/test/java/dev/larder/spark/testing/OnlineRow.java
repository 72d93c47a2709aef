package dev.larder.spark.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.larder.row.CorruptRowException;
import dev.larder.row.RowField;
import dev.larder.row.RowKey;
import dev.larder.row.RowReader;
import dev.larder.row.ValueLayout;
import feast.proto.types.ValueProto.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import redis.clients.jedis.Jedis;

/**
 * A row as the online store holds it.
 *
 * @param features feature id to the bytes of its value
 */
public record OnlineRow(long eventTimeMicros, SortedMap<Integer, byte[]> features) {

    /** The row of these entity values, if there is one. */
    public static Optional<OnlineRow> find(Jedis redis, int keyHash, int table, Object... entityValues) {
        var bytes = redis.hget(RowKey.encode(keyHash, List.of(entityValues)), RowField.encode(table));
        return Optional.ofNullable(bytes).map(OnlineRow::parse);
    }

    private static OnlineRow parse(byte[] bytes) {
        try {
            var reader = new RowReader();
            reader.reset(bytes);
            var features = new TreeMap<Integer, byte[]>();
            while (reader.next()) {
                features.put(
                        reader.id(),
                        java.util.Arrays.copyOfRange(
                                reader.bytes(), reader.offset(), reader.offset() + reader.length()));
            }
            return new OnlineRow(reader.eventTimeMicros(), features);
        } catch (CorruptRowException e) {
            throw new AssertionError(e);
        }
    }

    /** The value of a feature as serving would send it; empty if it is null. */
    public Optional<Value> value(int id, ValueLayout layout) {
        return Optional.ofNullable(features.get(id)).map(bytes -> {
            try {
                var message = new ByteArrayOutputStream();
                var output = CodedOutputStream.newInstance(message);
                output.writeTag(layout.valueField(), layout.wireType());
                output.writeRawBytes(ByteString.copyFrom(bytes));
                output.flush();
                return Value.parseFrom(message.toByteArray());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }
}
