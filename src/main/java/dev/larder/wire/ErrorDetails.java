package dev.larder.wire;

import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.StatusProto;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Lets server reflection tell of the messages that failures carry as details. No service names them, and reflection tells only of
 * files that a service needs; so each service's file is said to import theirs, too.
 */
final class ErrorDetails {
    private static final List<FileDescriptor> FILES =
            List.of(ErrorDetailsProto.getDescriptor(), StatusProto.getDescriptor());

    private ErrorDetails() {}

    /** @param schema of a service */
    static Object with(Object schema) {
        return schema instanceof ProtoFileDescriptorSupplier supplier
                ? importing(supplier.getFileDescriptor())
                : schema;
    }

    private static ProtoFileDescriptorSupplier importing(FileDescriptor file) {
        var imports = new LinkedHashSet<>(file.getDependencies());
        imports.addAll(FILES);
        var description = file.toProto().toBuilder().clearDependency();
        imports.forEach(imported -> description.addDependency(imported.getName()));
        try {
            var described = FileDescriptor.buildFrom(description.build(), imports.toArray(FileDescriptor[]::new));
            return () -> described;
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("one more import makes no valid file invalid", e);
        }
    }
}
