package dev.larder.registry.db;

import dev.larder.definition.ValueType;
import dev.larder.registry.RegisteredEntity;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "entity")
public class StoredEntity extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(fetch = FetchType.LAZY)
    public StoredProject project;

    public String name;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    public ValueType valueType;

    public String description;

    @JdbcTypeCode(SqlTypes.JSON)
    public Map<String, String> labels;

    public Instant createdAt;
    public Instant updatedAt;

    void set(RegisteredEntity registered) {
        var entity = registered.entity();
        name = entity.name();
        valueType = entity.valueType();
        description = entity.description();
        labels = entity.labels();
        createdAt = registered.createdAt();
        updatedAt = registered.updatedAt();
    }

    RegisteredEntity toRegistered() {
        return new RegisteredEntity(
                new dev.larder.definition.Entity(name, valueType, description, labels), createdAt, updatedAt);
    }
}
