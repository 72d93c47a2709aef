package dev.larder.registry.db;

import dev.larder.definition.FeatureTable;
import dev.larder.definition.Micros;
import dev.larder.definition.OnlineStore;
import dev.larder.registry.RegisteredTable;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A feature table with all its features in one row: it is always read and written as a whole. */
@Entity
@Table(name = "feature_table")
@RegisterForReflection(targets = OnlineStore.class)
public class StoredFeatureTable extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(fetch = FetchType.LAZY)
    public StoredProject project;

    public String name;
    public int number;
    public List<String> entities;

    @JdbcTypeCode(SqlTypes.JSON)
    public List<StoredFeature> features;

    public int lastFeatureId;

    @JdbcTypeCode(SqlTypes.JSON)
    public Map<String, String> labels;

    public long maxAgeMicros;

    @JdbcTypeCode(SqlTypes.JSON)
    public StoredSource batchSource;

    @JdbcTypeCode(SqlTypes.JSON)
    public StoredSource streamSource;

    public Long stalenessThresholdMicros;

    @JdbcTypeCode(SqlTypes.JSON)
    public OnlineStore onlineStore;

    public long revision;
    public boolean deleted;
    public Instant createdAt;
    public Instant updatedAt;

    void set(RegisteredTable registered) {
        var table = registered.table();
        name = table.name();
        number = registered.number();
        entities = table.entities();
        features = table.features().stream()
                .map(feature ->
                        StoredFeature.of(feature, registered.featureIds().get(feature.name())))
                .toList();
        lastFeatureId = registered.lastFeatureId();
        labels = table.labels();
        maxAgeMicros = Micros.of(table.maxAge());
        batchSource = StoredSource.of(table.batchSource());
        streamSource = table.streamSource().map(StoredSource::of).orElse(null);
        stalenessThresholdMicros = table.stalenessThreshold().map(Micros::of).orElse(null);
        onlineStore = table.onlineStore().orElse(null);
        revision = registered.revision();
        deleted = registered.deleted();
        createdAt = registered.createdAt();
        updatedAt = registered.updatedAt();
    }

    RegisteredTable toRegistered() {
        var table = new FeatureTable(
                name,
                entities,
                features.stream().map(StoredFeature::toFeature).toList(),
                labels,
                Duration.of(maxAgeMicros, ChronoUnit.MICROS),
                batchSource.toBatchSource(),
                Optional.ofNullable(streamSource).map(StoredSource::toStreamSource),
                Optional.ofNullable(stalenessThresholdMicros).map(micros -> Duration.of(micros, ChronoUnit.MICROS)),
                Optional.ofNullable(onlineStore));
        var featureIds =
                features.stream().collect(Collectors.toUnmodifiableMap(StoredFeature::name, StoredFeature::id));
        return new RegisteredTable(
                project.name, table, number, featureIds, lastFeatureId, revision, deleted, createdAt, updatedAt);
    }
}
