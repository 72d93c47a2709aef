package dev.larder.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.util.List;

/** Messages as people read them: protobuf's JSON mapping, or the same as YAML. */
public final class ProtoJson {
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer();
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
