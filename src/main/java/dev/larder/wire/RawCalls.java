package dev.larder.wire;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** gRPC calls whose requests and answers are bytes of messages, not message objects. For the hot path only. */
public final class RawCalls {
    private static final int KEPT_SIZE = 4 << 20;
    private static final ThreadLocal<ProtoBuffer> BUFFERS = ThreadLocal.withInitial(ProtoBuffer::new);

    private RawCalls() {}

    /** One call of one method. Must not block. */
    public interface Method {
        /**
         * @param request the bytes of the request message
         * @return what to answer; failures are translated like any other
         */
        CompletionStage<? extends Answer> call(byte[] request, Metadata headers);
    }

    /** An answer that has yet to be written down. */
    public interface Answer {
        void writeTo(ProtoBuffer buffer);
    }

    /** The same method, as seen from outside, answered from bytes with bytes. */
    public static ServerMethodDefinition<byte[], Answer> define(MethodDescriptor<?, ?> described, Method method) {
        var descriptor = MethodDescriptor.<byte[], Answer>newBuilder(new Requests(), new Answers())
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(described.getFullMethodName())
                .setSchemaDescriptor(described.getSchemaDescriptor())
                .build();
        return ServerMethodDefinition.create(descriptor, (call, headers) -> {
            call.request(2);
            return new Listener(method, call, headers);
        });
    }

    private static final class Listener extends ServerCall.Listener<byte[]> {
        private final Method method;
        private final ServerCall<byte[], Answer> call;
        private final Metadata headers;
        private byte[] request;

        Listener(Method method, ServerCall<byte[], Answer> call, Metadata headers) {
            this.method = method;
            this.call = call;
            this.headers = headers;
        }

        @Override
        public void onMessage(byte[] message) {
            request = message;
        }

        @Override
        public void onHalfClose() {
            if (request == null) {
                close(Status.INVALID_ARGUMENT
                        .withDescription("The call has no message.")
                        .asRuntimeException());
                return;
            }
            try {
                method.call(request, headers).whenComplete(this::answer);
            } catch (RuntimeException e) {
                close(e);
            }
        }

        private void answer(Answer answer, Throwable failure) {
            if (call.isCancelled()) {
                // Nobody waits any more: the deadline has passed, or the client has gone.
                return;
            }
            if (failure != null) {
                close(failure instanceof CompletionException ? failure.getCause() : failure);
                return;
            }
            try {
                call.sendHeaders(new Metadata());
                call.sendMessage(answer);
                call.close(Status.OK, new Metadata());
            } catch (RuntimeException e) {
                close(e);
            }
        }

        private void close(Throwable failure) {
            var status = GrpcFailures.translate(failure);
            var trailers = status.getTrailers();
            call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
        }
    }

    private static final class Requests implements MethodDescriptor.Marshaller<byte[]> {
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

    private static final class Answers implements MethodDescriptor.Marshaller<Answer> {
        /** gRPC reads the stream before it asks for that of another answer on this thread, so answers share a buffer. */
        @Override
        public InputStream stream(Answer answer) {
            var buffer = BUFFERS.get();
            buffer.clear();
            answer.writeTo(buffer);
            if (buffer.length() > KEPT_SIZE) {
                BUFFERS.remove();
            }
            return new BufferStream(buffer.bytes(), buffer.length());
        }

        @Override
        public Answer parse(InputStream stream) {
            throw new UnsupportedOperationException("a server does not read answers");
        }
    }

    private static final class BufferStream extends ByteArrayInputStream implements KnownLength, Drainable {
        BufferStream(byte[] bytes, int length) {
            super(bytes, 0, length);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int rest = count - pos;
            target.write(buf, pos, rest);
            pos = count;
            return rest;
        }
    }
}
