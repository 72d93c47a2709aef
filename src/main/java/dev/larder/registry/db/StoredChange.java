package dev.larder.registry.db;

import dev.larder.definition.Difference;
import dev.larder.registry.Change;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "change")
public class StoredChange extends PanacheEntityBase {
    @Id
    public long revision;

    public String project;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    public Change.Kind kind;

    public String name;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    public Change.Action action;

    public String principal;
    public Instant at;

    @JdbcTypeCode(SqlTypes.JSON)
    public List<StoredDifference> differences;

    @RegisterForReflection
    record StoredDifference(String path, String before, String after) {
        static StoredDifference of(Difference difference) {
            return new StoredDifference(
                    difference.path(),
                    difference.before().orElse(null),
                    difference.after().orElse(null));
        }

        Difference toDifference() {
            return new Difference(path, Optional.ofNullable(before), Optional.ofNullable(after));
        }
    }

    static StoredChange of(Change change) {
        var stored = new StoredChange();
        stored.revision = change.revision();
        stored.project = change.project();
        stored.kind = change.kind();
        stored.name = change.name();
        stored.action = change.action();
        stored.principal = change.principal();
        stored.at = change.at();
        stored.differences =
                change.differences().stream().map(StoredDifference::of).toList();
        return stored;
    }

    Change toChange() {
        return new Change(
                revision,
                project,
                kind,
                name,
                action,
                principal,
                at,
                differences.stream().map(StoredDifference::toDifference).toList());
    }
}
