package dev.larder.serving;

import dev.larder.definition.FeatureReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is the same for all requests with the same list of features, kept so that the list is not resolved again: the plan, and what
 * a door makes of it. Everything is forgotten when the definitions change.
 *
 * @param <K> stands for the project and the list of features, as the door has them
 * @param <S> what the door makes of a plan
 */
public final class Shapes<K, S> {
    /** A client with ever new lists must not fill the memory. */
    private static final int MAX_SHAPES = 1_000;

    private record Known<K, S>(long revision, ConcurrentHashMap<K, S> shapes) {}

    private final OnlineServing serving;
    private final Function<RequestPlan, S> shaping;
    private volatile Known<K, S> known = new Known<>(0, new ConcurrentHashMap<>());

    public Shapes(OnlineServing serving, Function<RequestPlan, S> shaping) {
        this.serving = serving;
        this.shaping = shaping;
    }

    /**
     * @param references called only if the shape is not known yet
     * @return fails as {@link OnlineServing#plan} does
     */
    public CompletionStage<S> get(K key, String project, Supplier<List<FeatureReference>> references) {
        var newest = known;
        long revision = serving.revision();
        if (newest.revision() != revision) {
            newest = new Known<>(revision, new ConcurrentHashMap<>());
            known = newest;
        }
        var shapes = newest.shapes();
        var shape = shapes.get(key);
        if (shape != null) {
            return CompletableFuture.completedFuture(shape);
        }
        return serving.plan(project, references.get()).thenApply(plan -> {
            if (shapes.size() >= MAX_SHAPES) {
                shapes.clear();
            }
            var made = shaping.apply(plan);
            shapes.put(key, made);
            return made;
        });
    }
}
