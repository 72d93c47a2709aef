package dev.larder.registry.db;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The one row that every change locks. */
@Entity
@Table(name = "registry")
public class StoredRegistry extends PanacheEntityBase {
    @Id
    public boolean onlyRow;

    public long revision;
    public int lastTableNumber;
}
