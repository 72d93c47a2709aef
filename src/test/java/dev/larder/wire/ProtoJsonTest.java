package dev.larder.wire;

import static dev.larder.definition.Refusal.assertInvalid;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Timestamp;
import dev.larder.proto.v1.Change;
import dev.larder.proto.v1.ListChangesRequest;
import dev.larder.proto.v1.Project;
import org.junit.jupiter.api.Test;

class ProtoJsonTest {
    private static final Project FRAUD =
            Project.newBuilder().setName("fraud").setArchived(true).build();

    @Test
    void aMessageIsReadFromJson() {
        assertEquals(FRAUD, ProtoJson.read(Project.getDefaultInstance(), "{\"name\": \"fraud\", \"archived\": true}"));
    }

    @Test
    void noTextIsAMessageThatSaysNothing() {
        assertEquals(Project.getDefaultInstance(), ProtoJson.read(Project.getDefaultInstance(), ""));
    }

    @Test
    void wrongValuesOfEachTypeNameTheirPlace() {
        assertInvalid(
                "INVALID_VALUE",
                "archived",
                "line 1, column 14: archived is \"yes\"; it must be true or false",
                () -> ProtoJson.read(Project.getDefaultInstance(), "{\"archived\": \"yes\"}"));
        assertInvalid(
                "INVALID_VALUE",
                "pageSize",
                "line 1, column 14: pageSize is \"1.5\", which is no int32",
                () -> ProtoJson.read(ListChangesRequest.getDefaultInstance(), "{\"pageSize\": 1.5}"));
        assertInvalid(
                "INVALID_VALUE",
                "revision",
                "line 1, column 14: revision is \"9223372036854775808\", which is no int64",
                () -> ProtoJson.read(Change.getDefaultInstance(), "{\"revision\": \"9223372036854775808\"}"));
        assertInvalid(
                "INVALID_VALUE",
                "at",
                "line 1, column 8: at is \"yesterday\"; it must be a time such as \"2026-01-31T12:00:00Z\"",
                () -> ProtoJson.read(Change.getDefaultInstance(), "{\"at\": \"yesterday\"}"));
        assertInvalid(
                "INVALID_VALUE",
                "at",
                "line 1, column 8: at is \"2026-01-31T12:00:00+xx:yy\"; it must be a time such as \"2026-01-31T12:00:00Z\"",
                () -> ProtoJson.read(Change.getDefaultInstance(), "{\"at\": \"2026-01-31T12:00:00+xx:yy\"}"));
    }

    @Test
    void aListIsNoMessage() {
        assertInvalid(
                "INVALID_VALUE",
                "line 1, column 1: the document must be a mapping of field names to values",
                () -> ProtoJson.read(Project.getDefaultInstance(), "[1]"));
    }

    @Test
    void aSecondObjectIsRefused() {
        assertInvalid(
                "MALFORMED_DOCUMENT",
                "line 1, column 3: the JSON has ended; several objects must stand in one array",
                () -> ProtoJson.read(Project.getDefaultInstance(), "{}{}"));
    }

    @Test
    void whatIsPrintedIsRead() {
        var change = Change.newBuilder()
                .setRevision(1L << 60)
                .setKind(Change.Kind.ENTITY)
                .setAt(Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(1_000))
                .build();
        assertEquals(change, ProtoJson.read(Change.getDefaultInstance(), ProtoJson.json(change)));
    }

    @Test
    void yamlSaysTheSameAsJson() {
        assertEquals("---\nname: \"fraud\"\narchived: true\n", ProtoJson.yaml(FRAUD));
        assertEquals("{\n  \"name\": \"fraud\",\n  \"archived\": true\n}", ProtoJson.json(FRAUD));
    }
}
