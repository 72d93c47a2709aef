package dev.larder.job.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.larder.module.Modules;
import dev.larder.wire.ReadableMessages;
import feast.proto.core.JobServiceProto.CancelJobRequest;
import feast.proto.core.JobServiceProto.CancelJobResponse;
import feast.proto.core.JobServiceProto.GetHistoricalFeaturesRequest;
import feast.proto.core.JobServiceProto.GetHistoricalFeaturesResponse;
import feast.proto.core.JobServiceProto.GetJobRequest;
import feast.proto.core.JobServiceProto.GetJobResponse;
import feast.proto.core.JobServiceProto.ListJobsRequest;
import feast.proto.core.JobServiceProto.ListJobsResponse;
import feast.proto.core.JobServiceProto.StartOfflineToOnlineIngestionJobRequest;
import feast.proto.core.JobServiceProto.StartOfflineToOnlineIngestionJobResponse;
import feast.proto.core.JobServiceProto.StartStreamToOnlineIngestionJobRequest;
import feast.proto.core.JobServiceProto.StartStreamToOnlineIngestionJobResponse;
import feast.proto.core.MutinyJobServiceGrpc;
import feast_spark.proto.jobservice.JobServiceProto;
import io.grpc.ServerServiceDefinition;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** The same calls under their older name: the messages are those of {@link FeastJobGrpcService}, byte for byte. */
@GrpcService
@LookupUnlessProperty(name = Modules.NO_JOBS, stringValue = Modules.YES, lookupIfMissing = true)
@Blocking
public class CoreJobGrpcService extends MutinyJobServiceGrpc.JobServiceImplBase {
    private final FeastJobGrpcService service;

    CoreJobGrpcService(@GrpcService FeastJobGrpcService service) {
        this.service = service;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ReadableMessages.only(super.bindService());
    }

    @Override
    public Uni<StartOfflineToOnlineIngestionJobResponse> startOfflineToOnlineIngestionJob(
            StartOfflineToOnlineIngestionJobRequest request) {
        return service.startOfflineToOnlineIngestionJob(
                        as(JobServiceProto.StartOfflineToOnlineIngestionJobRequest.parser(), request))
                .map(answer -> as(StartOfflineToOnlineIngestionJobResponse.parser(), answer));
    }

    @Override
    public Uni<StartStreamToOnlineIngestionJobResponse> startStreamToOnlineIngestionJob(
            StartStreamToOnlineIngestionJobRequest request) {
        return service.startStreamToOnlineIngestionJob(
                        as(JobServiceProto.StartStreamToOnlineIngestionJobRequest.parser(), request))
                .map(answer -> as(StartStreamToOnlineIngestionJobResponse.parser(), answer));
    }

    @Override
    public Uni<GetHistoricalFeaturesResponse> getHistoricalFeatures(GetHistoricalFeaturesRequest request) {
        return service.getHistoricalFeatures(as(JobServiceProto.GetHistoricalFeaturesRequest.parser(), request))
                .map(answer -> as(GetHistoricalFeaturesResponse.parser(), answer));
    }

    @Override
    public Uni<ListJobsResponse> listJobs(ListJobsRequest request) {
        return service.listJobs(as(JobServiceProto.ListJobsRequest.parser(), request))
                .map(answer -> as(ListJobsResponse.parser(), answer));
    }

    @Override
    public Uni<GetJobResponse> getJob(GetJobRequest request) {
        return service.getJob(as(JobServiceProto.GetJobRequest.parser(), request))
                .map(answer -> as(GetJobResponse.parser(), answer));
    }

    @Override
    public Uni<CancelJobResponse> cancelJob(CancelJobRequest request) {
        return service.cancelJob(as(JobServiceProto.CancelJobRequest.parser(), request))
                .map(answer -> as(CancelJobResponse.parser(), answer));
    }

    private static <T> T as(Parser<T> parser, MessageLite message) {
        try {
            return parser.parseFrom(message.toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the two packages have the same fields", e);
        }
    }
}
