package dev.larder.serving;

import dev.larder.definition.BatchSource;
import dev.larder.definition.Feature;
import dev.larder.definition.FeatureReference;
import dev.larder.definition.FeatureTable;
import dev.larder.definition.SourceColumns;
import dev.larder.definition.ValueType;
import dev.larder.registry.RegisteredTable;
import dev.larder.registry.TableChanges;
import dev.larder.row.RowWriter;
import dev.larder.row.ValueLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a request for INT64 features of tables of ten finds, with no store behind it. */
public final class FoundFeatures {
    public static final String ENTITY = "driver";

    private static final int FEATURES_OF_TABLE = 10;
    private static final long EVENT_TIME = 1_750_000_000_123_456L;

    private final OnlineRequest request;
    private final byte[][] stored;

    public FoundFeatures(int rows, int features) {
        int tables = features / FEATURES_OF_TABLE;
        var definitions = definitions(tables);
        var references = new ArrayList<FeatureReference>();
        for (int i = 0; i < features; i++) {
            references.add(new FeatureReference(table(i / FEATURES_OF_TABLE), feature(i % FEATURES_OF_TABLE)));
        }
        request = new OnlineRequest(RequestPlan.of(definitions, "", references), rows, EVENT_TIME);
        stored = new byte[tables * rows][];
        var writer = new RowWriter();
        for (int i = 0; i < stored.length; i++) {
            writer.begin(EVENT_TIME + i);
            for (int id = 1; id <= FEATURES_OF_TABLE; id++) {
                writer.put(id, ValueLayout.INT64, (i * 7_919L + id) % 10_000);
            }
            stored[i] = writer.end();
        }
    }

    private static Definitions definitions(int tables) {
        var registered = new ArrayList<TableChanges.Table>();
        for (int i = 0; i < tables; i++) {
            registered.add(new TableChanges.Table(registered(i), Map.of(ENTITY, ValueType.INT64)));
        }
        return Definitions.NONE.with(new TableChanges(1, registered, List.of()));
    }

    private static RegisteredTable registered(int number) {
        var features = new ArrayList<Feature>();
        var ids = new HashMap<String, Integer>();
        for (int i = 0; i < FEATURES_OF_TABLE; i++) {
            features.add(new Feature(feature(i), ValueType.INT64, Map.of()));
            ids.put(feature(i), i + 1);
        }
        var source = new BatchSource.FileSource(new SourceColumns("ts", "", "", Map.of()), "file:///lake");
        var table = new FeatureTable(
                table(number),
                List.of(ENTITY),
                features,
                Map.of(),
                Duration.ZERO,
                source,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new RegisteredTable(
                "default", table, number + 1, ids, FEATURES_OF_TABLE, 0, false, Instant.EPOCH, Instant.EPOCH);
    }

    private static String table(int number) {
        return "table_" + number;
    }

    private static String feature(int number) {
        return "feature_" + number;
    }

    public RequestPlan plan() {
        return request.plan();
    }

    /** Finds them among the stored rows. */
    public OnlineFeatures find() {
        return OnlineFeatures.find(request, stored, corrupt -> {
            throw new IllegalStateException(corrupt.name());
        });
    }
}
