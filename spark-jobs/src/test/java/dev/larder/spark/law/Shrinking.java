package dev.larder.spark.law;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Makes a world small in which the law does not hold: leaves out whatever can be left out. */
final class Shrinking {
    private final Predicate<World> fails;
    private final long end;
    private World smallest;

    private Shrinking(Predicate<World> fails, World failing, Duration patience) {
        this.fails = fails;
        this.smallest = failing;
        this.end = System.nanoTime() + patience.toNanos();
    }

    /** @return a world that fails, too */
    static World of(World failing, Predicate<World> fails, Duration patience) {
        var shrinking = new Shrinking(fails, failing, patience);
        shrinking.leaveOutAll(World::cases, World::withCases);
        World before;
        do {
            before = shrinking.smallest;
            for (int i = 0; i < shrinking.smallest.cases().size(); i++) {
                shrinking.shrinkCase(i);
            }
            shrinking.leaveOutAll(World::entities, World::withEntities);
        } while (before != shrinking.smallest && !shrinking.isOver());
        return shrinking.smallest;
    }

    private void shrinkCase(int index) {
        simpler(index).forEach(simple -> attempt(smallest.with(index, simple)));
        leaveOutAll(
                world -> world.cases().get(index).files(),
                (world, files) -> world.with(index, each -> each.with(files)));
        for (int file = 0; file < smallest.cases().get(index).files().size(); file++) {
            int number = file;
            leaveOutAll(
                    world -> world.cases().get(index).files().get(number).rows(),
                    (world, rows) -> world.with(index, each -> each.withFile(number, old -> old.withRows(rows))));
        }
    }

    /** Ways to leave something out of a definition. */
    private Stream<UnaryOperator<Case>> simpler(int index) {
        var ways = new ArrayList<UnaryOperator<Case>>();
        var table = smallest.cases().get(index).table();
        table.getFeaturesList().forEach(feature -> ways.add(each -> each.without(feature.getName())));
        table.getLabelsMap()
                .keySet()
                .forEach(label -> ways.add(each ->
                        each.with(each.table().toBuilder().removeLabels(label).build())));
        ways.add(each -> each.with(each.table().toBuilder().setMaxAgeMicros(0).build()));
        ways.add(each -> {
            var simple = each.table().toBuilder();
            simple.getBatchSourceBuilder().clearCreatedTimestampColumn();
            return each.with(simple.build());
        });
        ways.add(Case::withoutUnusedColumns);
        return ways.stream();
    }

    private <T> void leaveOutAll(Function<World, List<T>> parts, BiFunction<World, List<T>, World> with) {
        for (int size = Math.max(1, parts.apply(smallest).size() / 2); size >= 1; size /= 2) {
            for (int at = 0; at < parts.apply(smallest).size(); ) {
                var rest = new ArrayList<>(parts.apply(smallest));
                rest.subList(at, Math.min(rest.size(), at + size)).clear();
                if (rest.isEmpty() || !attempt(with.apply(smallest, rest))) {
                    at += size;
                }
            }
        }
    }

    private boolean isOver() {
        return System.nanoTime() > end;
    }

    private boolean attempt(World smaller) {
        if (isOver() || smaller.json().equals(smallest.json()) || !fails.test(smaller)) {
            return false;
        }
        smallest = smaller;
        return true;
    }
}
