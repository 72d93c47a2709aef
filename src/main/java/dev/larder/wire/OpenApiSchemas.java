package dev.larder.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.larder.proto.v1.Change;
import dev.larder.proto.v1.Job;
import dev.larder.proto.v1.WriteRowsResponse;
import feast.proto.core.CoreServiceProto;
import feast.proto.serving.ServingAPIProto;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Puts the schemas of all messages into the OpenAPI document, made from the protobuf descriptors by protobuf's JSON mapping, so
 * that they cannot differ from what is sent; and the problem that any operation may answer.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class OpenApiSchemas implements OASFilter {
    private static final String PREFIX = "#/components/schemas/";
    private static final Pattern WELL_KNOWN = Pattern.compile("google\\.protobuf\\.(Duration|Timestamp)");

    @Override
    public Operation filterOperation(Operation operation) {
        if (operation.getOperationId() != null && operation.getOperationId().startsWith("getOnlineFeatures")) {
            return withFeastErrors(operation);
        }
        var problem = OASFactory.createMediaType().schema(reference("Problem"));
        operation
                .getResponses()
                .setDefaultValue(OASFactory.createAPIResponse()
                        .description("It failed")
                        .content(OASFactory.createContent().addMediaType("application/problem+json", problem)));
        return operation;
    }

    private static Operation withFeastErrors(Operation operation) {
        operation
                .getResponses()
                .addAPIResponse(
                        "422",
                        OASFactory.createAPIResponse()
                                .description("The request is wrong: {\"detail\": [{\"loc\", \"msg\", \"type\"}]}"))
                .setDefaultValue(OASFactory.createAPIResponse()
                        .description("It failed: a JSON text that holds {\"module\", \"class\", \"message\"}"));
        return operation;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        var schemas = new TreeMap<String, Schema>();
        var messages = new HashMap<String, Descriptor>();
        List.of(
                        CoreServiceProto.getDescriptor(),
                        Change.getDescriptor().getFile(),
                        WriteRowsResponse.getDescriptor().getFile(),
                        Job.getDescriptor().getFile(),
                        ServingAPIProto.getDescriptor())
                .forEach(file -> collect(file, messages));
        messages.values().forEach(message -> schemas.put(name(message), schema(message)));
        schemas.put("DefinitionDocument", definitionDocument());
        schemas.put("Problem", problem());
        OnlineSchemas.addTo(schemas);
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        schemas.forEach(document.getComponents()::addSchema);
    }

    private static void collect(FileDescriptor file, Map<String, Descriptor> messages) {
        file.getMessageTypes().forEach(message -> collect(message, messages));
        file.getDependencies().stream()
                .filter(dependency -> !dependency.getPackage().startsWith("google."))
                .forEach(dependency -> collect(dependency, messages));
    }

    private static void collect(Descriptor message, Map<String, Descriptor> messages) {
        if (message.getOptions().getMapEntry() || message.getName().endsWith("Request")) {
            return;
        }
        messages.put(message.getFullName(), message);
        message.getNestedTypes().forEach(nested -> collect(nested, messages));
    }

    /** Of a nested message with its outer one: {@code DataSource.FileOptions}. */
    private static String name(Descriptor message) {
        return message.getFullName().substring(message.getFile().getPackage().length() + 1);
    }

    private static Schema schema(Descriptor message) {
        var schema = object();
        message.getFields().forEach(field -> schema.addProperty(field.getJsonName(), schema(field)));
        return schema;
    }

    private static Schema schema(FieldDescriptor field) {
        if (field.isMapField()) {
            return object().additionalPropertiesSchema(
                            valueSchema(field.getMessageType().findFieldByName("value")));
        }
        var value = valueSchema(field);
        return field.isRepeated()
                ? OASFactory.createSchema().addType(SchemaType.ARRAY).items(value)
                : value;
    }

    private static Schema valueSchema(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> string();
            case INT -> OASFactory.createSchema().addType(SchemaType.INTEGER).format("int32");
            case LONG -> string().format("int64");
            case FLOAT, DOUBLE -> OASFactory.createSchema().addType(SchemaType.NUMBER);
            case BOOLEAN -> OASFactory.createSchema().addType(SchemaType.BOOLEAN);
            case BYTE_STRING -> string().format("byte");
            case ENUM -> enumeration(field);
            case MESSAGE -> messageSchema(field.getMessageType());
        };
    }

    private static Schema enumeration(FieldDescriptor field) {
        var schema = string();
        field.getEnumType().getValues().stream()
                .map(EnumValueDescriptor::getName)
                .filter(name -> !name.equals(MessageReader.NO_VALUE))
                .forEach(schema::addEnumeration);
        return schema;
    }

    private static Schema messageSchema(Descriptor message) {
        if (!WELL_KNOWN.matcher(message.getFullName()).matches()) {
            return reference(name(message));
        }
        return message.getName().equals("Timestamp")
                ? string().format("date-time")
                : string().description("seconds").pattern("^[0-9]+(\\.[0-9]+)?s$");
    }

    private static Schema definitionDocument() {
        return OASFactory.createSchema()
                .description("An entity or a feature table, with kind where the spec does not tell which.")
                .addAnyOf(withKind("entity", "Entity"))
                .addAnyOf(withKind("feature_table", "FeatureTable"));
    }

    private static Schema withKind(String kind, String name) {
        return OASFactory.createSchema()
                .addAllOf(reference(name))
                .addAllOf(object().addProperty("kind", string().addEnumeration(kind)));
    }

    private static Schema problem() {
        return object().description("RFC 9457")
                .addProperty("type", string())
                .addProperty("title", string())
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", string().description("for people: names the value and the way out"))
                .addProperty("code", string().description("the gRPC status of the same failure"))
                .addProperty("reason", string().description("for programs to compare"))
                .addProperty("field", string().description("the field of the request that is at fault"))
                .addProperty("requestId", string());
    }

    static Schema object() {
        return OASFactory.createSchema().addType(SchemaType.OBJECT);
    }

    static Schema string() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }

    private static Schema reference(String name) {
        return OASFactory.createSchema().ref(PREFIX + name);
    }
}
