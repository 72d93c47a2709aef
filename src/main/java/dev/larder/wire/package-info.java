/**
 * What all doors share: protobuf to definitions and back, documents in YAML and JSON to protobuf with the line of each
 * mistake, failures to gRPC statuses and problem+json, request ids, and who calls. Knows no module.
 */
package dev.larder.wire;
