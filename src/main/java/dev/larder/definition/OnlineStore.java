package dev.larder.definition;

import dev.larder.error.LarderException;
import java.util.Map;

/** The online store as clients of Feast 0.9.6 and later name it. Larder has one, and it speaks Redis. */
public record OnlineStore(String name, Type type, String description) {
    /** The kinds that those clients know. */
    public enum Type {
        UNSET,
        REDIS
    }

    /** What Larder calls its store. */
    public static final OnlineStore DEFAULT =
            new OnlineStore("online", Type.REDIS, "The Redis that this Larder is configured with.");

    public OnlineStore {
        if (type == null) {
            throw unknownType("nothing");
        }
    }

    /** The store is of a kind that Larder has not. */
    public static LarderException unknownType(String type) {
        return LarderException.invalid(
                "UNKNOWN_STORE_TYPE",
                "online_store.type",
                "online_store.type is %s, and Larder has one online store, named %s, of the type REDIS. Leave online_store out, or set its type to REDIS."
                        .formatted(type, DEFAULT.name()));
    }

    void addFacts(Map<String, String> facts) {
        facts.put("online_store.name", name);
        facts.put("online_store.type", type.name());
        facts.put("online_store.description", description);
    }
}
