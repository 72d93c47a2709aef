package dev.larder.spark.job;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.larder.proto.v1.Table;
import dev.larder.spark.table.SourcedTable;

/** Reads a feature table from the JSON of {@code larder.v1.Table}. */
public final class TableReader {
    private TableReader() {}

    /** @throws IllegalArgumentException if it is none */
    public static SourcedTable read(String json) {
        var table = Table.newBuilder();
        try {
            // A newer application may say more.
            JsonFormat.parser().ignoringUnknownFields().merge(json, table);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("this is no JSON of larder.v1.Table: " + e.getMessage(), e);
        }
        if (table.getName().isEmpty() || table.getEntitiesList().isEmpty()) {
            throw new IllegalArgumentException("this JSON of larder.v1.Table has no name or no entities");
        }
        return new SourcedTable(SpecReader.table(table.build()), SpecReader.source(table.getBatchSource()));
    }
}
