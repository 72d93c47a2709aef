package dev.larder.spark.law;

import static dev.larder.spark.testing.Specs.parquet;

import dev.larder.proto.v1.BatchToOffline;
import dev.larder.proto.v1.EntityColumn;
import dev.larder.proto.v1.FeatureColumn;
import dev.larder.proto.v1.HistoricalRetrieval;
import dev.larder.proto.v1.HistoricalRetrieval.Origin;
import dev.larder.proto.v1.Interval;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.Table;
import dev.larder.row.CorruptRowException;
import dev.larder.row.Expiry;
import dev.larder.row.ValueLayout;
import dev.larder.spark.job.JobRun;
import dev.larder.spark.testing.LocalRedis;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.OnlineRow;
import dev.larder.spark.testing.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import redis.clients.jedis.Jedis;

/** One run of the jobs over a world: both loads of each case, then the training sets of all from both origins. */
final class Trial {
    private static final AtomicInteger TRIALS = new AtomicInteger();
    private static final Clock CLOCK = Clock.fixed(World.NOW, ZoneOffset.UTC);
    private static final Interval ALWAYS =
            Specs.interval(Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T00:00:00Z"));

    /** After every row of a case. */
    private static final Instant LATER = Instant.parse("9999-12-31T00:00:00Z");

    private final World world;
    private final Path folder;
    private final int number = TRIALS.incrementAndGet();
    private final SparkSession session;
    private final List<Oracle> oracles = new ArrayList<>();
    private final List<World.Asking> entities = new ArrayList<>();
    private final List<String> differences = Collections.synchronizedList(new ArrayList<>());

    private Trial(World world, Path folder) {
        this.world = world;
        this.folder = folder;
        session = LocalSpark.session().newSession();
        session.conf().set("spark.sql.shuffle.partitions", "2");
        // Each plan is used once, for a few rows.
        session.conf().set("spark.sql.codegen.wholeStage", "false");
    }

    /** What does not agree, first the case by its name; nothing if the law holds. */
    static List<String> differences(World world) {
        try {
            var folder = Files.createTempDirectory("law");
            try {
                var trial = new Trial(world, folder);
                trial.run();
                return trial.differences;
            } finally {
                org.apache.commons.io.FileUtils.deleteDirectory(folder.toFile());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void run() {
        entities.addAll(world.entities());
        entities.addAll(Cases.everyKey(World.NOW));
        entities.addAll(Cases.everyKey(LATER));
        world.cases().forEach(each -> oracles.add(new Oracle(each)));
        var online = inParallel(IntStream.range(0, world.cases().size()).boxed().toList(), this::load);
        if (!differences.isEmpty()) {
            return;
        }
        var served = new ArrayList<Map<World.Asking, OnlineRow>>();
        IntStream.range(0, world.cases().size()).forEach(i -> served.add(served(i)));
        writeEntities();
        var trained = inParallel(List.of(Origin.BATCH_SOURCE, Origin.OFFLINE_STORE), this::trained);
        if (!differences.isEmpty()) {
            return;
        }
        var batch = trained.get(0);
        var offline = trained.get(1);
        for (int i = 0; i < world.cases().size(); i++) {
            compare(i, batch, offline, online.get(i));
            if (!world.knownThen()) {
                compareServed(i, batch, served.get(i));
            }
        }
    }

    /** Two at once: each of them waits for the driver most of the time. */
    private static <A, B> List<B> inParallel(List<A> all, Function<A, B> work) {
        var workers = Executors.newFixedThreadPool(2);
        try {
            var results = all.stream()
                    .map(each -> CompletableFuture.supplyAsync(() -> work.apply(each), workers))
                    .toList();
            return results.stream().map(CompletableFuture::join).toList();
        } finally {
            workers.shutdownNow();
        }
    }

    private Path source(Case each) {
        return folder.resolve(each.table().getName());
    }

    /** As the application would say it. */
    private Table table(int index) {
        var each = world.cases().get(index);
        var table = each.table().toBuilder().setProject("law" + number).setKeyHash(number << 8 | index);
        var location = parquet(source(each).toString());
        table.getBatchSourceBuilder().setType(location.getType()).setFileOptions(location.getFileOptions());
        return table.build();
    }

    private JobProgress run(String what, JobSpec.Builder spec) {
        var outcome = new JobRun(session, spec.build(), "", CLOCK).run();
        if (outcome.getState() != JobProgress.State.DONE) {
            differences.add("%s: %s".formatted(what, outcome.getError()));
        }
        return outcome;
    }

    private JobSpec.Builder withStore() {
        return JobSpec.newBuilder()
                .setOfflineStore(dev.larder.proto.v1.OfflineStore.newBuilder()
                        .setCatalog("law" + number)
                        .setWarehouse(folder.resolve("warehouse").toString()));
    }

    private JobProgress load(int index) {
        var each = world.cases().get(index);
        each.files().forEach(file -> file.write(source(each)));
        var name = each.table().getName();
        var online = run(name + " to online", Specs.toOnline(Specs.job(), table(index).toBuilder(), ALWAYS));
        var offline = run(
                name + " to offline",
                withStore()
                        .setBatchToOffline(BatchToOffline.newBuilder()
                                .setTable(table(index))
                                .setInterval(ALWAYS)));
        var oracle = oracles.get(index);
        expect(name, "read, rejected", oracle.read() + ", " + oracle.rejected(), counts(online), counts(offline));
        expect(name, "reasons", online.getRejectedReasonsMap(), offline.getRejectedReasonsMap());
        return online;
    }

    private static String counts(JobProgress outcome) {
        return outcome.getRowsRead() + ", " + outcome.getRowsRejected();
    }

    /** All must be the same as the first. */
    private void expect(String name, String what, Object expected, Object... others) {
        for (Object other : others) {
            if (!expected.equals(other)) {
                differences.add("%s: %s: %s; %s".formatted(name, what, expected, Arrays.toString(others)));
                return;
            }
        }
    }

    private void writeEntities() {
        var columns = new LinkedHashMap<String, ColumnType>();
        columns.put("row", ColumnType.of(Kind.INT));
        columns.put(Cases.DRIVER, ColumnType.of(Kind.BIGINT));
        columns.put(Cases.CITY, ColumnType.of(Kind.STRING));
        columns.put("event_timestamp", ColumnType.of(Kind.MICROS));
        var rows = new ArrayList<List<Object>>();
        for (World.Asking row : entities) {
            rows.add(Arrays.asList(rows.size(), row.driver(), row.city(), row.time()));
        }
        new SourceFile("entities.parquet", columns, rows).write(folder.resolve("entities"));
    }

    /** What was trained, by the number of the entity row; null if that failed. */
    private Trained trained(Origin origin) {
        var output = folder.resolve(origin.name()).toString();
        var retrieval = HistoricalRetrieval.newBuilder()
                .setOrigin(origin)
                .setFilterByCreatedTimestamp(world.knownThen())
                .setEntitySource(parquet(folder.resolve("entities").toString()))
                .setOutputLocation(output);
        for (int i = 0; i < world.cases().size(); i++) {
            retrieval.addTables(table(i));
            for (String feature : world.cases().get(i).asked()) {
                retrieval.addFeatures(world.cases().get(i).table().getName() + ":" + feature);
            }
        }
        var outcome = run("training set of " + origin, withStore().setHistoricalRetrieval(retrieval));
        if (outcome.getState() != JobProgress.State.DONE) {
            return null;
        }
        var rows = new HashMap<Integer, Row>();
        session.read().parquet(output).collectAsList().forEach(row -> rows.put(row.getInt(0), row));
        return new Trained(rows, outcome);
    }

    private record Trained(Map<Integer, Row> rows, JobProgress outcome) {
        Map<String, Object> features(int row, Case each) {
            var features = new TreeMap<String, Object>();
            for (String name : each.asked()) {
                var value =
                        rows.get(row).get(rows.get(row).fieldIndex(each.table().getName() + "__" + name));
                features.put(name, plain(value));
            }
            return features;
        }

        Map<String, Long> leftOut(Case each) {
            var start = each.table().getName() + ": ";
            var reasons = new HashMap<String, Long>();
            outcome.getRejectedReasonsMap().forEach((reason, rows) -> {
                if (reason.startsWith(start)) {
                    reasons.put(reason.substring(start.length()), rows);
                }
            });
            return reasons;
        }

        long ties(Case each) {
            return outcome.getTiesOrDefault(each.table().getName(), 0);
        }
    }

    /** What can be compared. */
    private static Object plain(Object value) {
        if (value instanceof byte[] || value instanceof Float || value instanceof Double) {
            return Kind.literal(value) + (value instanceof byte[] ? " in hex" : "");
        }
        if (value instanceof scala.collection.Seq<?> list) {
            return plain(scala.jdk.javaapi.CollectionConverters.asJava(list));
        }
        if (value instanceof String text) {
            return '"' + text + '"';
        }
        return value instanceof List<?> list ? list.stream().map(Trial::plain).toList() : value;
    }

    private static Map<String, Object> plain(Case each, Function<FeatureColumn, Object> values) {
        var features = new TreeMap<String, Object>();
        for (FeatureColumn feature : each.table().getFeaturesList()) {
            if (each.asked().contains(feature.getName())) {
                features.put(feature.getName(), plain(values.apply(feature)));
            }
        }
        return features;
    }

    private void compare(int index, Trained batch, Trained offline, JobProgress online) {
        var each = world.cases().get(index);
        var name = each.table().getName();
        var oracle = oracles.get(index);
        long ties = 0;
        for (int row = 0; row < entities.size(); row++) {
            var joined = oracle.joined(entities.get(row), world.knownThen());
            var expected =
                    plain(each, feature -> joined.map(found -> found.features().get(feature.getName()))
                            .orElse(null));
            expect(
                    name,
                    "%s: naive; trained from the batch source, from the offline store".formatted(entities.get(row)),
                    expected,
                    batch.features(row, each),
                    offline.features(row, each));
            ties += oracle.isTied(entities.get(row), world.knownThen()) ? 1 : 0;
        }
        expect(name, "ties", ties, batch.ties(each), offline.ties(each));
        expect(name, "reasons online, of the training set", online.getRejectedReasonsMap(), batch.leftOut(each));
    }

    private Map<World.Asking, OnlineRow> served(int index) {
        var table = table(index);
        var rows = new HashMap<World.Asking, OnlineRow>();
        try (Jedis redis = LocalRedis.shared().client()) {
            for (World.Asking asking : entities) {
                var key = table.getEntitiesList().stream()
                        .map(EntityColumn::getName)
                        .sorted()
                        .map(name -> name.equals(Cases.DRIVER) ? (Object) asking.driver() : asking.city())
                        .toList();
                if (key.stream().allMatch(Objects::nonNull)) {
                    OnlineRow.find(redis, table.getKeyHash(), table.getNumber(), key.toArray())
                            .ifPresent(row -> rows.put(asking, row));
                }
            }
        }
        return rows;
    }

    /** What is served now: a row of the future, too, which a training set for now does not have. */
    private void compareServed(int index, Trained batch, Map<World.Asking, OnlineRow> served) {
        var each = world.cases().get(index);
        long maxAge = each.table().getMaxAgeMicros();
        for (int row = 0; row < entities.size(); row++) {
            var asking = entities.get(row);
            var found = Optional.ofNullable(served.get(asking));
            boolean future = found.isPresent() && found.get().eventTimeMicros() > Specs.micros(World.NOW);
            boolean now = World.NOW.equals(asking.time()) && !future;
            boolean last = LATER.equals(asking.time()) && maxAge == 0;
            if (now || last) {
                var inside = found.filter(
                        online -> Expiry.isInside(online.eventTimeMicros(), maxAge, Specs.micros(asking.time())));
                expect(
                        each.table().getName(),
                        "%s: served; trained".formatted(asking),
                        plain(each, feature -> inside.map(online -> value(online, feature))
                                .orElse(null)),
                        batch.features(row, each));
            }
        }
    }

    private static Object value(OnlineRow row, FeatureColumn feature) {
        var bytes = row.features().get(feature.getId());
        try {
            return bytes == null
                    ? null
                    : ValueLayout.valueOf(feature.getType().name()).read(bytes, 0, bytes.length);
        } catch (CorruptRowException e) {
            throw new AssertionError(e);
        }
    }
}
