package dev.larder.serving.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.larder.serving.Dialect;
import dev.larder.serving.OnlineServing;
import dev.larder.wire.ProtoBuffer;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesRequestV2;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesResponse;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** {@code GetOnlineFeaturesV2} of Feast 0.9 for a door that has messages. */
@Singleton
public class OnlineRows {
    private final RowsDialect rows;

    OnlineRows(OnlineServing serving, Clock clock) {
        rows = new RowsDialect(serving, clock);
    }

    /** @param project in which to look if the request does not say */
    public CompletionStage<GetOnlineFeaturesResponse> answer(GetOnlineFeaturesRequestV2 request, String project) {
        return rows.answer(request.toByteArray(), project, Dialect.ROWS_HTTP).thenApply(answer -> {
            var buffer = new ProtoBuffer();
            answer.writeTo(buffer);
            try {
                return GetOnlineFeaturesResponse.parseFrom(buffer.toByteArray());
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("what was just written can be read", e);
            }
        });
    }
}
