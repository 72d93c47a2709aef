package dev.larder.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.larder.error.LarderException;
import java.text.ParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Nodes to protobuf messages by protobuf's JSON mapping. Unknown fields and wrong values are errors that name the line. */
final class MessageReader {
    /** How Feast's enums call that nothing was chosen. */
    static final String NO_VALUE = "INVALID";

    private MessageReader() {}

    /** @param path of the node in the document; empty for the document itself */
    @SuppressWarnings("unchecked")
    static <M extends Message> M read(M prototype, Node node, String path) {
        return (M) message(prototype.newBuilderForType(), node, path).build();
    }

    private static Message.Builder message(Message.Builder builder, Node node, String path) {
        if (!(node instanceof Node.Mapping mapping)) {
            throw wrong(node, path, "must be a mapping of field names to values");
        }
        var taken = new HashMap<Object, String>();
        for (Node.Entry entry : mapping.entries()) {
            var field = field(builder, entry, path);
            if (entry.value().isNull()) {
                continue;
            }
            var fieldPath = path.isEmpty() ? entry.key() : path + "." + entry.key();
            var other = taken.put(slot(field), entry.key());
            if (other != null) {
                throw entry.place()
                        .error(
                                "DUPLICATE_FIELD",
                                fieldPath,
                                "field \"%s\" cannot stand beside \"%s\"; give only one of them"
                                        .formatted(entry.key(), other));
            }
            if (field.isMapField()) {
                putAll(builder, field, entry.value(), fieldPath);
            } else if (field.isRepeated()) {
                addAll(builder, field, entry.value(), fieldPath);
            } else {
                builder.setField(field, value(builder, field, entry.value(), fieldPath));
            }
        }
        return builder;
    }

    /** What a message holds only one of: a field, under either of its names, or the members of a oneof. */
    private static Object slot(FieldDescriptor field) {
        var oneof = field.getContainingOneof();
        return oneof == null ? field : oneof;
    }

    private static FieldDescriptor field(Message.Builder builder, Node.Entry entry, String path) {
        var fields = builder.getDescriptorForType().getFields();
        return fields.stream()
                .filter(field -> field.getJsonName().equals(entry.key())
                        || field.getName().equals(entry.key()))
                .findFirst()
                .orElseThrow(() -> unknownField(entry, path, fields));
    }

    private static LarderException unknownField(Node.Entry entry, String path, List<FieldDescriptor> fields) {
        return unknownField(
                entry, path, fields.stream().map(FieldDescriptor::getJsonName).collect(Collectors.joining(", ")));
    }

    static LarderException unknownField(Node.Entry entry, String path, String known) {
        return entry.place()
                .error(
                        "UNKNOWN_FIELD",
                        path.isEmpty() ? entry.key() : path + "." + entry.key(),
                        "unknown field \"%s\"%s; there are: %s"
                                .formatted(entry.key(), path.isEmpty() ? "" : " in " + path, known));
    }

    private static void putAll(Message.Builder builder, FieldDescriptor field, Node node, String path) {
        if (!(node instanceof Node.Mapping mapping)) {
            throw wrong(node, path, "must be a mapping of keys to values");
        }
        var keyField = field.getMessageType().findFieldByName("key");
        var valueField = field.getMessageType().findFieldByName("value");
        for (Node.Entry entry : mapping.entries()) {
            var item = builder.newBuilderForField(field);
            item.setField(keyField, entry.key());
            item.setField(valueField, value(item, valueField, entry.value(), path + "." + entry.key()));
            builder.addRepeatedField(field, item.build());
        }
    }

    private static void addAll(Message.Builder builder, FieldDescriptor field, Node node, String path) {
        if (!(node instanceof Node.Sequence sequence)) {
            throw wrong(node, path, "must be a list");
        }
        int index = 0;
        for (Node item : sequence.items()) {
            builder.addRepeatedField(field, value(builder, field, item, path + "[" + index++ + "]"));
        }
    }

    private static Object value(Message.Builder builder, FieldDescriptor field, Node node, String path) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            var name = field.getMessageType().getFullName();
            if (name.equals(Duration.getDescriptor().getFullName())) {
                return duration(node, path);
            }
            if (name.equals(Timestamp.getDescriptor().getFullName())) {
                return timestamp(node, path);
            }
            return message(builder.newBuilderForField(field), node, path).build();
        }
        var text = text(node, path);
        try {
            return switch (field.getJavaType()) {
                case STRING -> text;
                case INT -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case BOOLEAN -> bool(node, text, path);
                case BYTE_STRING -> ByteString.copyFrom(Base64.getDecoder().decode(text));
                case ENUM -> enumValue(field, node, text, path);
                case MESSAGE -> throw new IllegalStateException("handled above");
            };
        } catch (IllegalArgumentException e) {
            throw wrong(
                    node,
                    path,
                    "is \"%s\", which is no %s"
                            .formatted(shortened(text), field.getType().name().toLowerCase(Locale.ROOT)));
        }
    }

    private static boolean bool(Node node, String text, String path) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(node, path, "is \"%s\"; it must be true or false".formatted(shortened(text)));
        };
    }

    private static EnumValueDescriptor enumValue(FieldDescriptor field, Node node, String text, String path) {
        var values = field.getEnumType().getValues();
        return values.stream()
                .filter(value -> value.getName().equals(text)
                        || Integer.toString(value.getNumber()).equals(text))
                .findFirst()
                .orElseThrow(() -> wrong(
                        node,
                        path,
                        "is \"%s\"; it must be one of %s"
                                .formatted(
                                        shortened(text),
                                        values.stream()
                                                .map(EnumValueDescriptor::getName)
                                                .filter(name -> !name.equals(NO_VALUE))
                                                .collect(Collectors.joining(", ")))));
    }

    private static Duration duration(Node node, String path) {
        var text = text(node, path);
        try {
            return Durations.parse(text);
        } catch (ParseException e) {
            throw wrong(
                    node,
                    path,
                    "is \"%s\"; it must be a number of seconds followed by s, such as \"3600s\""
                            .formatted(shortened(text)));
        }
    }

    private static Timestamp timestamp(Node node, String path) {
        var text = text(node, path);
        try {
            return Timestamps.parse(text);
        } catch (ParseException e) {
            throw wrong(
                    node,
                    path,
                    "is \"%s\"; it must be a time such as \"2026-01-31T12:00:00Z\"".formatted(shortened(text)));
        }
    }

    private static String text(Node node, String path) {
        if (!(node instanceof Node.Scalar scalar)) {
            throw wrong(node, path, "must be a single value, not a list and not a mapping");
        }
        if (node.isNull()) {
            throw wrong(node, path, "has no value; write one after it, or \"\" for an empty text, or leave it out");
        }
        return scalar.text();
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    private static LarderException wrong(Node node, String path, String what) {
        return node.place().error("INVALID_VALUE", path, (path.isEmpty() ? "the document" : path) + " " + what);
    }
}
