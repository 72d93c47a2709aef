/**
 * How one row lies in the online store: the bytes of its key, of its field and of its value, and when the key expires. Pure
 * functions over bytes that know the protobuf runtime and nothing else; the Spark jobs compile the same source. What the bytes
 * are is pinned by the golden vectors in {@code proto/testdata/row}, which every language reads.
 */
package dev.larder.row;
