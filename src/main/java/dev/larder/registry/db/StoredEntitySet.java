package dev.larder.registry.db;

import dev.larder.definition.EntitySet;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

@Entity
@Table(name = "entity_set")
public class StoredEntitySet extends PanacheEntityBase {
    @Id
    public int keyHash;

    public String project;
    public List<String> entities;

    EntitySet toEntitySet() {
        return new EntitySet(project, entities);
    }
}
