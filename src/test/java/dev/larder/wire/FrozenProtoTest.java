package dev.larder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import feast.proto.core.CoreServiceProto;
import feast.proto.serving.ServingAPIProto;
import feast.proto.storage.RedisProto;
import feast.proto.types.FieldProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The names of calls, the numbers and the types that clients of Feast 0.9 were compiled with never change. */
class FrozenProtoTest {
    private final Map<String, String> lines = new TreeMap<>();

    @Test
    void theWireOfFeastIsAsItWas() throws IOException {
        add(CoreServiceProto.getDescriptor());
        add(feast.proto.core.JobServiceProto.getDescriptor());
        add(feast_spark.proto.jobservice.JobServiceProto.getDescriptor());
        add(ServingAPIProto.getDescriptor());
        add(RedisProto.getDescriptor());
        add(FieldProto.getDescriptor());
        var actual = lines.entrySet().stream()
                .map(line -> line.getKey() + ": " + line.getValue())
                .collect(Collectors.joining("\n"));
        var frozen = Files.readAllLines(Path.of("proto", "testdata", "feast-0.9.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n"));
        assertEquals(frozen, actual);
    }

    private void add(FileDescriptor file) {
        if (file.getPackage().startsWith("google.")) {
            return;
        }
        file.getDependencies().forEach(this::add);
        file.getMessageTypes().forEach(this::add);
        file.getEnumTypes().forEach(this::add);
        file.getServices().forEach(this::add);
    }

    private void add(Descriptor message) {
        if (message.getOptions().getMapEntry()) {
            return;
        }
        var fields = message.getFields().stream().map(FrozenProtoTest::line).collect(Collectors.joining("; "));
        lines.put(message.getFullName(), fields.isEmpty() ? "(empty)" : fields);
        message.getNestedTypes().forEach(this::add);
        message.getEnumTypes().forEach(this::add);
    }

    private void add(EnumDescriptor type) {
        lines.put(
                type.getFullName() + " enum",
                type.getValues().stream()
                        .map(value -> value.getName() + " " + value.getNumber())
                        .collect(Collectors.joining(", ")));
    }

    private void add(ServiceDescriptor service) {
        service.getMethods()
                .forEach(method -> lines.put(
                        "rpc " + service.getFullName() + "/" + method.getName(),
                        method.getInputType().getFullName() + " -> "
                                + method.getOutputType().getFullName()));
    }

    private static String line(FieldDescriptor field) {
        var oneof = field.getRealContainingOneof();
        return field.getName() + "=" + field.getNumber() + " " + type(field)
                + (oneof == null ? "" : " [oneof " + oneof.getName() + "]");
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            var entry = field.getMessageType();
            return "map<%s,%s>".formatted(type(entry.findFieldByNumber(1)), type(entry.findFieldByNumber(2)));
        }
        var single =
                switch (field.getJavaType()) {
                    case MESSAGE -> field.getMessageType().getFullName();
                    case ENUM -> field.getEnumType().getFullName();
                    default -> field.getType().name().toLowerCase(Locale.ROOT);
                };
        return field.isRepeated() ? "repeated " + single : single;
    }
}
