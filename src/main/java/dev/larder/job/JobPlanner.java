package dev.larder.job;

import dev.larder.definition.FeatureReference;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.JobWork.Ingestion;
import dev.larder.job.JobWork.Origin;
import dev.larder.job.JobWork.Retrieval;
import dev.larder.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** Turns what somebody asks for into a job, or says what is wrong with it. */
@ApplicationScoped
class JobPlanner {
    private static final String DEFAULT_FORMAT = "parquet";
    private static final Pattern FORMAT = Pattern.compile("[A-Za-z0-9_.]{1,100}");

    /** What Spark's timestamps, Parquet and Iceberg all hold. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final int MAX_FEATURES = 10_000;
    private static final int MAX_LOCATION_LENGTH = 4_096;

    private final Registry registry;
    private final JobSettings settings;
    private final Clock clock;

    JobPlanner(Registry registry, JobSettings settings, Clock clock) {
        this.registry = registry;
        this.settings = settings;
        this.clock = clock;
    }

    Job plan(UUID id, String principal, String project, JobWork asked) {
        var work = asked instanceof Ingestion ingestion ? checked(ingestion) : completed(id, (Retrieval) asked);
        var facts = new TreeMap<String, String>();
        for (String name : work.tables()) {
            var registered = registry.featureTable(project, name);
            registered.table().facts().forEach((path, fact) -> facts.put(name + "." + path, fact));
            facts.put(name, registered.number() + registered.featureIds().toString());
        }
        if (work instanceof Retrieval retrieval) {
            checkFeatures(project, retrieval);
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new Job(id, project, work, hash(project, work, facts), principal, now, JobStatus.pending(0, now));
    }

    private static Ingestion checked(Ingestion ingestion) {
        checkTime("start", ingestion.start());
        checkTime("end", ingestion.end());
        if (!ingestion.start().isBefore(ingestion.end())) {
            throw LarderException.invalid(
                    "EMPTY_INTERVAL",
                    "end",
                    "The interval from %s up to %s holds no time; end must be after start."
                            .formatted(ingestion.start(), ingestion.end()));
        }
        return ingestion;
    }

    private static void checkTime(String field, Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw LarderException.invalid(
                    "INVALID_TIME", field, "%s is %s; it must be between the years 1 and 9999.".formatted(field, time));
        }
        if (!time.equals(time.truncatedTo(ChronoUnit.MICROS))) {
            throw LarderException.invalid(
                    "INVALID_TIME", field, "%s is %s; times are exact to a microsecond.".formatted(field, time));
        }
    }

    /** With its output location and format, and each feature once. */
    private Retrieval completed(UUID id, Retrieval asked) {
        if (asked.features().isEmpty()) {
            throw LarderException.invalid("EMPTY_LIST", "features", "At least one feature must be asked for.");
        }
        if (asked.features().size() > MAX_FEATURES) {
            throw LarderException.invalid(
                    "TOO_MANY_FEATURES",
                    "features",
                    "%,d features are asked for; at most %,d are allowed."
                            .formatted(asked.features().size(), MAX_FEATURES));
        }
        if (asked.outputLocation().length() > MAX_LOCATION_LENGTH) {
            throw LarderException.invalid(
                    "INVALID_LOCATION",
                    "output_location",
                    "output_location has %,d characters; at most %,d are allowed."
                            .formatted(asked.outputLocation().length(), MAX_LOCATION_LENGTH));
        }
        var format = asked.outputFormat().isEmpty() ? DEFAULT_FORMAT : asked.outputFormat();
        if (!FORMAT.matcher(format).matches()) {
            throw LarderException.invalid(
                    "INVALID_FORMAT",
                    "output_format",
                    "output_format is \"%s\"; it must be a format of Spark, such as parquet, orc, csv or json."
                            .formatted(format));
        }
        var location = asked.outputLocation().isEmpty()
                ? Locations.below(settings.outputLocation(), id.toString())
                : asked.outputLocation();
        return new Retrieval(
                List.copyOf(new LinkedHashSet<>(asked.features())),
                asked.entitySource(),
                location,
                format,
                asked.origin(),
                asked.filterByCreatedTimestamp(),
                asked.asOfSnapshot());
    }

    private void checkFeatures(String project, Retrieval retrieval) {
        var columns = new HashMap<String, FeatureReference>();
        for (FeatureReference reference : retrieval.features()) {
            var column = reference.table() + "__" + reference.feature();
            var other = columns.put(column, reference);
            if (other != null) {
                throw LarderException.invalid(
                        "SAME_COLUMN",
                        "features",
                        "%s and %s would both be the column %s; ask for them in two training sets."
                                .formatted(other, reference, column));
            }
            var table = registry.featureTable(project, reference.table());
            if (!table.featureIds().containsKey(reference.feature())) {
                throw LarderException.of(
                        ErrorCode.NOT_FOUND,
                        "FEATURE_NOT_FOUND",
                        "Feature table %s of project %s has no feature %s."
                                .formatted(reference.table(), project, reference.feature()));
            }
        }
        if (!retrieval.asOfSnapshot().isEmpty() && retrieval.origin() != Origin.OFFLINE_STORE) {
            throw LarderException.invalid(
                    "SNAPSHOT_OF_SOURCE",
                    "as_of_snapshot",
                    "Only the offline store has snapshots; set origin to OFFLINE_STORE.");
        }
        for (String table : retrieval.asOfSnapshot().keySet()) {
            if (!retrieval.tables().contains(table)) {
                throw LarderException.invalid(
                        "UNUSED_SNAPSHOT",
                        "as_of_snapshot." + table,
                        "as_of_snapshot names table %s, of which no feature is asked for.".formatted(table));
            }
        }
    }

    private static String hash(String project, JobWork work, TreeMap<String, String> facts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((project + '\n' + work + '\n' + facts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
