package dev.larder.serving.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.larder.definition.FeatureReference;
import dev.larder.definition.Micros;
import dev.larder.serving.Dialect;
import dev.larder.serving.OnlineRequest;
import dev.larder.serving.OnlineServing;
import dev.larder.serving.Shapes;
import dev.larder.wire.ProtoBuffer;
import dev.larder.wire.RawCalls;
import dev.larder.wire.ValueReader;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * The request of Feast 0.9: a map of entities for each entity row. It is answered row by row, with maps ({@code
 * GetOnlineFeaturesV2}) or with vectors ({@code GetOnlineFeatures} of 0.9.6).
 */
final class RowsDialect {
    private static final int ENTITY_ROWS = 2;
    private static final int FEATURES = 4;
    private static final int PROJECT = 5;

    private final OnlineServing serving;
    private final Clock clock;
    private final Shapes<ListKey, RowsReply.Shape> shapes;

    RowsDialect(OnlineServing serving, Clock clock) {
        this.serving = serving;
        this.clock = clock;
        shapes = new Shapes<>(serving, RowsReply.Shape::new);
    }

    /** Whether these are the bytes of such a request: its field 4 is a message, that of today's Feast is a bool. */
    static boolean isIn(byte[] bytes) {
        return ProtoInput.read(bytes, input -> {
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                if (tag == ProtoBuffer.lengthDelimitedTag(FEATURES)) {
                    return true;
                }
                input.skipField(tag);
            }
            return false;
        });
    }

    CompletionStage<RawCalls.Answer> answer(byte[] bytes, String project, Dialect dialect) {
        var request = Request.read(bytes);
        var where = request.project.isEmpty() ? project : request.project;
        var features = request.features.toByteArray();
        return shapes.get(new ListKey(where, features), where, () -> references(features))
                .thenCompose(shape -> serving.find(online(request, shape), dialect)
                        .thenApply(found -> dialect == Dialect.VECTORS
                                ? new VectorsReply(shape, request.rows, found)
                                : new RowsReply(shape, request.rows, found)));
    }

    private OnlineRequest online(Request request, RowsReply.Shape shape) {
        var plan = shape.plan();
        serving.checkSize(plan, request.rows.size());
        var online = new OnlineRequest(plan, request.rows.size(), Micros.of(clock.instant()));
        for (int row = 0; row < request.rows.size(); row++) {
            var entityRow = request.rows.get(row);
            set(online, row, entityRow.entities, shape.entities());
            if (entityRow.timeMicros != 0) {
                online.setReference(row, entityRow.timeMicros);
            }
        }
        return online;
    }

    /**
     * A row's key is made of all its entities: with one too many it fits no table, and where one is missing or cannot be read as its
     * type, no table that is keyed by it. That is its own affair and spoils no other row.
     *
     * @param needed in ascending order, as the given ones are
     */
    private static void set(OnlineRequest online, int row, TreeMap<String, Entity> given, String[] needed) {
        int place = 0;
        for (Map.Entry<String, Entity> entity : given.entrySet()) {
            while (place < needed.length && needed[place].compareTo(entity.getKey()) < 0) {
                place++;
            }
            if (place == needed.length || !needed[place].equals(entity.getKey())) {
                online.clear(row);
                return;
            }
            online.setIfItFits(place++, row, entity.getValue().value);
        }
    }

    /** @param features each a {@code FeatureReferenceV2}, with its length in front */
    private static List<FeatureReference> references(byte[] features) {
        return ProtoInput.read(features, input -> {
            var references = new ArrayList<FeatureReference>();
            while (!input.isAtEnd()) {
                int limit = input.pushLimit(input.readRawVarint32());
                var table = "";
                var name = "";
                for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                    switch (WireFormat.getTagFieldNumber(tag)) {
                        case 1 -> table = input.readStringRequireUtf8();
                        case 2 -> name = input.readStringRequireUtf8();
                        default -> input.skipField(tag);
                    }
                }
                input.popLimit(limit);
                references.add(new FeatureReference(table, name));
            }
            return references;
        });
    }

    /**
     * An entity of an entity row.
     *
     * @param message the bytes of its {@code Value}, to be sent back as they are
     */
    record Entity(Object value, byte[] message) {}

    /** The entities of one row, by name, in ascending order. */
    static final class EntityRow {
        private final TreeMap<String, Entity> entities = new TreeMap<>();
        /** Zero: now. */
        private long timeMicros;

        Map<String, Entity> entities() {
            return entities;
        }
    }

    /** A request, read from its bytes; the list of features is left as it is. */
    private static final class Request {
        private final ProtoBuffer features = new ProtoBuffer();
        private final List<EntityRow> rows = new ArrayList<>();
        private String project = "";

        static Request read(byte[] bytes) {
            return ProtoInput.read(bytes, input -> {
                var request = new Request();
                for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                    switch (WireFormat.getTagFieldNumber(tag)) {
                        case ENTITY_ROWS -> request.rows.add(entityRow(input));
                        case FEATURES -> request.feature(input.readByteArray());
                        case PROJECT -> request.project = input.readStringRequireUtf8();
                        default -> input.skipField(tag);
                    }
                }
                return request;
            });
        }

        private void feature(byte[] reference) {
            features.ensure(ProtoBuffer.fieldSize(reference.length));
            features.putVarint(reference.length);
            features.put(reference);
        }

        private static EntityRow entityRow(CodedInputStream input) throws IOException {
            int limit = input.pushLimit(input.readRawVarint32());
            var row = new EntityRow();
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> row.timeMicros = Times.micros(input);
                    case 2 -> entity(input, row);
                    default -> input.skipField(tag);
                }
            }
            input.popLimit(limit);
            return row;
        }

        private static void entity(CodedInputStream input, EntityRow row) throws IOException {
            int limit = input.pushLimit(input.readRawVarint32());
            var name = "";
            var message = new byte[0];
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> name = input.readStringRequireUtf8();
                    case 2 -> message = input.readByteArray();
                    default -> input.skipField(tag);
                }
            }
            input.popLimit(limit);
            row.entities.put(name, new Entity(ValueReader.read(message), message));
        }
    }
}
