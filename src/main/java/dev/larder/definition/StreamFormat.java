package dev.larder.definition;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import java.util.Map;

/** How the messages of a stream are encoded. */
public sealed interface StreamFormat {
    /** @param schemaJson the Avro schema */
    record Avro(String schemaJson) implements StreamFormat {
        public Avro {
            SourceColumns.require("avro_format.schema_json", schemaJson);
        }
    }

    /** @param classPath the fully qualified class of the protobuf message */
    record Protobuf(String classPath) implements StreamFormat {
        public Protobuf {
            Names.classPath("proto_format.class_path", classPath);
        }
    }

    /** The messages are in a format that Larder does not read. */
    static LarderException unsupported(String sourceType, String format) {
        return LarderException.of(
                ErrorCode.UNIMPLEMENTED,
                "UNSUPPORTED_STREAM_FORMAT",
                "Unsupported Stream Format for %s Source Type: %s".formatted(sourceType, format));
    }

    default void addFacts(Map<String, String> facts) {
        if (this instanceof Avro avro) {
            facts.put("format.avro_schema", avro.schemaJson());
        } else if (this instanceof Protobuf protobuf) {
            facts.put("format.protobuf_class", protobuf.classPath());
        }
    }
}
