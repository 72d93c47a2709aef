package dev.larder.registry;

import dev.larder.definition.Difference;
import java.time.Instant;
import java.util.List;

/**
 * One recorded change.
 *
 * @param revision the registry's revision that the change made; zero in a dry run
 * @param principal who did it: the caller's name, or {@code anonymous}
 */
public record Change(
        long revision,
        String project,
        Kind kind,
        String name,
        Action action,
        String principal,
        Instant at,
        List<Difference> differences) {

    Change withoutRevision() {
        return new Change(0, project, kind, name, action, principal, at, differences);
    }

    /** What was changed. */
    public enum Kind {
        PROJECT,
        ENTITY,
        FEATURE_TABLE
    }

    /** What was done to it. */
    public enum Action {
        CREATED,
        UPDATED,
        DELETED,
        /** Applied again after it was deleted. */
        REVIVED,
        ARCHIVED
    }
}
