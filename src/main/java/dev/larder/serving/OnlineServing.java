package dev.larder.serving;

import dev.larder.definition.FeatureReference;
import dev.larder.error.LarderException;
import dev.larder.online.OnlineStore;
import dev.larder.online.OnlineStore.Lookup;
import dev.larder.row.RowKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Answers requests for online features. Nothing here blocks. */
@ApplicationScoped
public class OnlineServing {
    private final DefinitionsWatch definitions;
    private final OnlineStore store;
    private final ServingSettings settings;
    private final ServingMeters meters;

    OnlineServing(DefinitionsWatch definitions, OnlineStore store, ServingSettings settings, ServingMeters meters) {
        this.definitions = definitions;
        this.store = store;
        this.settings = settings;
        this.meters = meters;
    }

    /** Changes with the definitions: a plan made before belongs to the past. */
    public long revision() {
        return definitions.revision();
    }

    /**
     * Finds out what a list of references comes down to. Callers keep the plan until {@link #revision()} changes.
     *
     * @param project empty: the default project
     * @return fails with INVALID_ARGUMENT if there are no references, with NOT_FOUND for an unknown table, with
     *     FAILED_PRECONDITION for one that cannot be served
     */
    public CompletionStage<RequestPlan> plan(String project, List<FeatureReference> references) {
        return definitions
                .having(newest -> RequestPlan.canBeMade(newest, project, references))
                .thenApply(newest -> RequestPlan.of(newest, project, references));
    }

    /**
     * To be asked before a request's rows are looked at.
     *
     * @throws LarderException INVALID_ARGUMENT if there are none, or too many
     */
    public void checkSize(RequestPlan plan, int rows) {
        if (rows == 0) {
            throw LarderException.invalid("EMPTY_LIST", "entities", "Entity value must be provided");
        }
        if (rows > settings.maxRows()) {
            throw LarderException.invalid(
                    "TOO_MANY_ROWS",
                    "entities",
                    "The request has %,d entity rows; at most %,d are allowed (larder.serving.max-rows). Ask in parts."
                            .formatted(rows, settings.maxRows()));
        }
        long values = (long) rows * plan.references().size();
        if (values > settings.maxValues()) {
            throw LarderException.invalid(
                    "TOO_MANY_VALUES",
                    "features",
                    "%,d entity rows times %,d features are %,d values; at most %,d are allowed (larder.serving.max-values). Ask in parts."
                            .formatted(rows, plan.references().size(), values, settings.maxValues()));
        }
    }

    /** Reads the rows of all tables in one round trip and finds the features in them. Fails with UNAVAILABLE. */
    public CompletionStage<OnlineFeatures> find(OnlineRequest request, Dialect dialect) {
        long begin = System.nanoTime();
        int rows = request.rows();
        var lookups = new ArrayList<Lookup>(rows * request.plan().groups().size());
        // For each lookup: group and row.
        var origins = new int[2 * rows * request.plan().groups().size()];
        for (int group = 0; group < request.plan().groups().size(); group++) {
            var keys = request.plan().groups().get(group);
            for (int row = 0; row < rows; row++) {
                var values = request.key(keys.entities(), row);
                if (values != null) {
                    origins[2 * lookups.size()] = group;
                    origins[2 * lookups.size() + 1] = row;
                    lookups.add(new Lookup(RowKey.encode(keys.keyHash(), values), keys.fields(), keys.mostOfKey()));
                }
            }
        }
        return store.read(lookups)
                .thenApply(answers -> found(request, answers, origins))
                .whenComplete((found, failure) -> meters.answered(dialect, failure, System.nanoTime() - begin));
    }

    private OnlineFeatures found(OnlineRequest request, List<byte[][]> answers, int[] origins) {
        var stored = new byte[request.plan().tableCount() * request.rows()][];
        for (int i = 0; i < answers.size(); i++) {
            var tables = request.plan().groups().get(origins[2 * i]).tables();
            int row = origins[2 * i + 1];
            var answer = answers.get(i);
            for (int j = 0; j < tables.length; j++) {
                stored[tables[j] * request.rows() + row] = answer[j];
            }
        }
        var found = OnlineFeatures.find(request, stored, meters::corrupt);
        meters.found(found);
        return found;
    }
}
