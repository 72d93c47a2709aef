/** Serving's gRPC doors: Feast's {@code ServingService} in three dialects, and {@code larder.v1.OnlineStoreService} to write rows. */
package dev.larder.serving.grpc;
