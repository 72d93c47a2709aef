package dev.larder.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.larder.proto.v1.DeleteRowsResponse;
import dev.larder.proto.v1.WriteRowsResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Messages as people read them: protobuf's JSON mapping, or the same as YAML. */
public final class ProtoJson {
    /** A zero is left out, as protobuf has it, but for the counts and the places of rows: who reads those expects them. */
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer()
            .includingDefaultValueFields(Stream.of(
                            WriteRowsResponse.getDescriptor(),
                            WriteRowsResponse.RowError.getDescriptor(),
                            DeleteRowsResponse.getDescriptor())
                    .flatMap(message -> message.getFields().stream())
                    .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.INT)
                    .collect(Collectors.toUnmodifiableSet()));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private ProtoJson() {}

    public static String json(MessageOrBuilder message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("only a message with an unknown Any cannot be printed", e);
        }
    }

    public static String yaml(MessageOrBuilder message) {
        try {
            return YAML.writeValueAsString(JSON.readTree(json(message)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was just printed as JSON is JSON", e);
        }
    }

    /** One JSON object to a message; no text at all says nothing. Mistakes name the line. */
    public static <M extends Message> M read(M prototype, String json) {
        var node = DocumentParser.json(json).orElseGet(() -> new Node.Mapping(List.of(), new Node.Place(1, 1)));
        return MessageReader.read(prototype, node, "");
    }
}
