package dev.larder.wire;

import static dev.larder.testing.GrpcDoor.channel;
import static dev.larder.testing.GrpcDoor.core;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.GetEntityRequest;
import feast.proto.core.CoreServiceProto.ListProjectsRequest;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.FileDescriptorResponse;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every gRPC door of the application does alike. */
abstract class GrpcWireScenario {
    private static final Metadata.Key<String> REQUEST_ID =
            Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

    @Test
    void bytesThatAreNoMessageAreAnInvalidArgument() {
        // A field that says it has 127 bytes and has one.
        var failure =
                assertThrows(StatusRuntimeException.class, () -> call("ApplyEntity", new byte[] {0x0a, 0x7f, 0x01}));
        assertEquals(Status.Code.INVALID_ARGUMENT, failure.getStatus().getCode());
        assertThat(failure.getStatus().getDescription(), containsString("protobuf"));
    }

    @Test
    void unknownFieldsAreIgnored() {
        // Field 99, a varint: what a newer client may send.
        assertTrue(call("ListProjects", new byte[] {(byte) 0x98, 0x06, 0x01}).length > 0);
    }

    @Test
    void anEmptyMessageIsAnsweredAsAnyOther() {
        assertArrayEquals(call("ListOnlineStores", new byte[0]), call("ListOnlineStores", new byte[0]));
        var failure = assertThrows(StatusRuntimeException.class, () -> call("ApplyFeatureTable", new byte[0]));
        assertEquals(
                "INVALID_ARGUMENT: FeatureTable name must be provided",
                failure.getStatus().getCode() + ": " + failure.getStatus().getDescription());
    }

    @Test
    void anUnknownMethodIsUnimplemented() {
        var failure = assertThrows(StatusRuntimeException.class, () -> call("NoSuchMethod", new byte[0]));
        assertEquals(Status.Code.UNIMPLEMENTED, failure.getStatus().getCode());
    }

    @Test
    void aMessageOfMoreThanFourMegabytesIsRefused() {
        var huge = Specs.entity("driver", ValueType.Enum.INT64).setDescription("x".repeat(5_000_000));
        var failure = assertThrows(StatusRuntimeException.class, () -> core().applyEntity(
                        ApplyEntityRequest.newBuilder().setSpec(huge).build()));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, failure.getStatus().getCode());
    }

    @Test
    void aFailureCarriesItsReasonAndItsField() throws InvalidProtocolBufferException {
        var failure =
                assertThrows(StatusRuntimeException.class, () -> core().applyEntity(ApplyEntityRequest.newBuilder()
                        .setSpec(Specs.entity("no-good", ValueType.Enum.INT64))
                        .build()));
        var details = StatusProto.fromThrowable(failure).getDetailsList();
        var info = unpack(details.get(0), ErrorInfo.class);
        assertEquals("INVALID_NAME", info.getReason());
        assertEquals("larder.dev", info.getDomain());
        assertEquals(
                "name",
                unpack(details.get(1), BadRequest.class).getFieldViolations(0).getField());
    }

    @Test
    void aHugeNameIsNotSentBack() {
        var failure =
                assertThrows(StatusRuntimeException.class, () -> core().applyEntity(ApplyEntityRequest.newBuilder()
                        .setSpec(Specs.entity("x".repeat(1_000_000), ValueType.Enum.INT64))
                        .build()));
        assertEquals(Status.Code.INVALID_ARGUMENT, failure.getStatus().getCode());
        assertTrue(failure.getStatus().getDescription().length() < 300);
    }

    @Test
    void aRequestIdComesBack() {
        var headers = new AtomicReference<Metadata>();
        var sent = new Metadata();
        sent.put(REQUEST_ID, "mine-1");
        core().withInterceptors(
                        MetadataUtils.newAttachHeadersInterceptor(sent),
                        MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()))
                .listProjects(ListProjectsRequest.getDefaultInstance());
        assertEquals("mine-1", headers.get().get(REQUEST_ID));
    }

    @Test
    void aRequestIdComesBackWithAFailureToo() {
        var sent = new Metadata();
        sent.put(REQUEST_ID, "mine-2");
        var failing = core().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(sent));
        var failure = assertThrows(
                StatusRuntimeException.class,
                () -> failing.getEntity(
                        GetEntityRequest.newBuilder().setName("no-good").build()));
        assertEquals("mine-2", failure.getTrailers().get(REQUEST_ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "feast.core.CoreService",
                "feast.serving.ServingService",
                "larder.v1.RegistryService",
                "feast.types.Value",
                "google.rpc.ErrorInfo",
                "google.rpc.BadRequest",
                "google.rpc.Status"
            })
    void reflectionDescribesTheServicesAndTheDetailsOfFailures(String symbol) throws Exception {
        var files = reflected(ServerReflectionRequest.newBuilder().setFileContainingSymbol(symbol));
        assertTrue(files.getFileDescriptorProtoCount() >= 1, symbol);
        var file = FileDescriptorProto.parseFrom(files.getFileDescriptorProto(0));
        assertTrue(symbol.startsWith(file.getPackage() + "."), file::getName);
    }

    @Test
    void reflectionHasTheFileOfTheDetails() throws Exception {
        var files = reflected(ServerReflectionRequest.newBuilder().setFileByFilename("google/rpc/error_details.proto"));
        assertEquals(
                "google/rpc/error_details.proto",
                FileDescriptorProto.parseFrom(files.getFileDescriptorProto(0)).getName());
    }

    private static FileDescriptorResponse reflected(ServerReflectionRequest.Builder question) throws Exception {
        var answer = new CompletableFuture<ServerReflectionResponse>();
        var request = ServerReflectionGrpc.newStub(channel()).serverReflectionInfo(new StreamObserver<>() {
            @Override
            public void onNext(ServerReflectionResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                answer.cancel(false);
            }
        });
        request.onNext(question.build());
        var files = answer.get(10, TimeUnit.SECONDS).getFileDescriptorResponse();
        request.onCompleted();
        return files;
    }

    private static <T extends Message> T unpack(Any detail, Class<T> type) throws InvalidProtocolBufferException {
        return detail.unpack(type);
    }

    private static byte[] call(String method, byte[] request) {
        var descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("feast.core.CoreService/" + method)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        return ClientCalls.blockingUnaryCall(
                channel(), descriptor, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS), request);
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
