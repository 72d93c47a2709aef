package dev.larder.wire;

import com.google.protobuf.Message;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** Lets REST resources answer with protobuf messages: as JSON, or as YAML to those who ask for it. */
@Provider
@Produces({MediaType.APPLICATION_JSON, MessageBody.YAML})
public class MessageBody implements MessageBodyWriter<Message> {
    public static final String YAML = "application/yaml";

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return Message.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            Message message,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        var text = mediaType.getSubtype().contains("yaml") ? ProtoJson.yaml(message) : ProtoJson.json(message);
        body.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
