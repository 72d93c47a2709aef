package dev.larder.serving.grpc;

import dev.larder.serving.FeatureReference;
import dev.larder.serving.OnlineServing;
import dev.larder.serving.RequestPlan;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What is the same for all requests with the same list of features, kept by the bytes of that list, so that it is neither read nor
 * resolved again: the plan, and what the dialect makes of it. Everything is forgotten when the definitions change.
 *
 * @param <S> what the dialect makes of a plan
 */
final class Shapes<S> {
    /** A client with ever new lists must not fill the memory. */
    private static final int MAX_SHAPES = 1_000;

    private record Known<S>(long revision, ConcurrentHashMap<Key, S> shapes) {}

    private final OnlineServing serving;
    private final Function<RequestPlan, S> shaping;
    private volatile Known<S> known = new Known<>(0, new ConcurrentHashMap<>());

    Shapes(OnlineServing serving, Function<RequestPlan, S> shaping) {
        this.serving = serving;
        this.shaping = shaping;
    }

    /** @param features the bytes of the list, as the dialect has it */
    record Key(String project, byte[] features) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && project.equals(key.project) && Arrays.equals(features, key.features);
        }

        @Override
        public int hashCode() {
            return 31 * project.hashCode() + Arrays.hashCode(features);
        }
    }

    CompletionStage<S> get(Key key, Function<byte[], List<FeatureReference>> reader) {
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
        return serving.plan(key.project(), reader.apply(key.features())).thenApply(plan -> {
            if (shapes.size() >= MAX_SHAPES) {
                shapes.clear();
            }
            var made = shaping.apply(plan);
            shapes.put(key, made);
            return made;
        });
    }
}
