package dev.larder.registry.db;

import dev.larder.registry.RetiredTable;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "retired_table")
public class StoredRetiredTable extends PanacheEntityBase {
    @Id
    public int number;

    public int keyHash;
    public Instant retiredAt;
    public String position = "";
    public Instant claimedUntil;

    RetiredTable toRetired() {
        return new RetiredTable(number, keyHash, position);
    }
}
