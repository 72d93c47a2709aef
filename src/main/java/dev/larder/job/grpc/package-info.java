/** Jobs over gRPC, in Feast's words and in Larder's. */
package dev.larder.job.grpc;
