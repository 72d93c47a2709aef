package dev.larder.registry;

import dev.larder.definition.Entity;
import java.time.Instant;

/** An entity as the registry keeps it. */
public record RegisteredEntity(Entity entity, Instant createdAt, Instant updatedAt) {}
