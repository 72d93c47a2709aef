/** The Java client: online features for model servers, over gRPC. It knows the wire and nothing of the application. */
package dev.larder.client;
