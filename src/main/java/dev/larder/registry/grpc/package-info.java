/** The registry's gRPC doors: Feast's {@code CoreService}, and {@code larder.v1.RegistryService} for what Feast has no call for. */
package dev.larder.registry.grpc;
