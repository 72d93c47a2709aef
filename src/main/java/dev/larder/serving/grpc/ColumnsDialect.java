package dev.larder.serving.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.larder.definition.FeatureReference;
import dev.larder.definition.Micros;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.serving.Dialect;
import dev.larder.serving.OnlineRequest;
import dev.larder.serving.OnlineServing;
import dev.larder.serving.RequestPlan;
import dev.larder.serving.Shapes;
import dev.larder.wire.ProtoBuffer;
import dev.larder.wire.RawCalls;
import dev.larder.wire.ValueReader;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code GetOnlineFeatures} as today's Feast asks it: a column of values for each entity, and one for each feature. */
final class ColumnsDialect {
    private static final int FEATURE_SERVICE = 1;
    private static final int FEATURES = 2;
    private static final int ENTITIES = 3;
    private static final int FULL_FEATURE_NAMES = 4;
    private static final int REQUEST_CONTEXT = 5;

    private final OnlineServing serving;
    private final Clock clock;
    private final Shapes<ListKey, ColumnsReply.Shape> shapes;
    private final Shapes<ListKey, ColumnsReply.Shape> fullNameShapes;

    ColumnsDialect(OnlineServing serving, Clock clock) {
        this.serving = serving;
        this.clock = clock;
        shapes = new Shapes<>(serving, plan -> shape(plan, ":"));
        fullNameShapes = new Shapes<>(serving, plan -> shape(plan, "__"));
    }

    private static ColumnsReply.Shape shape(RequestPlan plan, String separator) {
        plan.requireKnownFeatures();
        return new ColumnsReply.Shape(plan, separator);
    }

    CompletionStage<RawCalls.Answer> answer(byte[] bytes, String project) {
        var request = Request.read(bytes);
        var known = request.fullFeatureNames ? fullNameShapes : shapes;
        return known.get(new ListKey(project, request.features), project, () -> references(request.features))
                .thenCompose(shape -> serving.find(online(request, shape.plan()), Dialect.COLUMNS)
                        .thenApply(found -> new ColumnsReply(shape, found)));
    }

    private OnlineRequest online(Request request, RequestPlan plan) {
        plan.requireEntities(request.entities.keySet());
        int rows = request.rows();
        serving.checkSize(plan, rows);
        var online = new OnlineRequest(plan, rows, Micros.of(clock.instant()));
        int place = 0;
        for (String entity : plan.entities().keySet()) {
            var column = request.entities.get(entity);
            for (int row = 0; row < rows; row++) {
                online.set(place, row, column.get(row));
            }
            place++;
        }
        return online;
    }

    /** @param features the contents of a {@code FieldList} */
    private static List<FeatureReference> references(byte[] features) {
        return ProtoInput.read(features, input -> {
            var references = new ArrayList<FeatureReference>();
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                if (tag == ProtoBuffer.lengthDelimitedTag(1)) {
                    references.add(FeatureReference.parse(input.readStringRequireUtf8()));
                } else {
                    input.skipField(tag);
                }
            }
            return references;
        });
    }

    /** A request, read from its bytes; the list of features is left as it is. */
    private static final class Request {
        private byte[] features = {};
        private boolean fullFeatureNames;
        private final Map<String, List<Object>> entities = new LinkedHashMap<>();

        static Request read(byte[] bytes) {
            return ProtoInput.read(bytes, input -> {
                var request = new Request();
                for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                    request.field(tag, input);
                }
                return request;
            });
        }

        private void field(int tag, CodedInputStream input) throws IOException {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case FEATURE_SERVICE -> throw noFeatureServices(input.readStringRequireUtf8());
                case FEATURES -> features = ProtoInput.concat(features, input.readByteArray());
                case ENTITIES, REQUEST_CONTEXT -> entity(input);
                case FULL_FEATURE_NAMES -> fullFeatureNames = input.readBool();
                default -> input.skipField(tag);
            }
        }

        private static LarderException noFeatureServices(String name) {
            return LarderException.of(
                    ErrorCode.NOT_FOUND,
                    "FEATURE_SERVICE_NOT_FOUND",
                    "There is no feature service %s: Larder has none. Name the features, as table:feature."
                            .formatted(name));
        }

        /** An entry of the map of entities. */
        private void entity(CodedInputStream input) throws IOException {
            int limit = input.pushLimit(input.readRawVarint32());
            var name = "";
            List<Object> values = new ArrayList<>();
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> name = input.readStringRequireUtf8();
                    case 2 -> values(input, values);
                    default -> input.skipField(tag);
                }
            }
            input.popLimit(limit);
            entities.put(name, values);
        }

        private static void values(CodedInputStream input, List<Object> values) throws IOException {
            int limit = input.pushLimit(input.readRawVarint32());
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                if (tag == ProtoBuffer.lengthDelimitedTag(1)) {
                    values.add(ValueReader.read(input));
                } else {
                    input.skipField(tag);
                }
            }
            input.popLimit(limit);
        }

        int rows() {
            int rows = -1;
            for (var entity : entities.entrySet()) {
                int length = entity.getValue().size();
                if (rows >= 0 && length != rows) {
                    throw LarderException.invalid(
                            "UNEQUAL_LENGTHS",
                            "entities." + entity.getKey(),
                            "Entity %s has %,d values, another one has %,d; all must have the same number."
                                    .formatted(entity.getKey(), length, rows));
                }
                rows = length;
            }
            return Math.max(rows, 0);
        }
    }
}
