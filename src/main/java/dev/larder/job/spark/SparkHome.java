package dev.larder.job.spark;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import jakarta.inject.Singleton;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the Spark and the jar of jobs to use. */
@Singleton
class SparkHome {
    private static final String BUILT = "spark-jobs/target/";
    private static final String HOME = "spark";
    private static final String JAR = "larder-spark-jobs.jar";

    private final SparkSettings settings;

    SparkHome(SparkSettings settings) {
        this.settings = settings;
    }

    /** @throws LarderException if there is none */
    Path folder() {
        var configured = settings.home()
                .or(() -> Optional.ofNullable(System.getenv("SPARK_HOME")).filter(home -> !home.isEmpty()));
        var folder = configured
                .map(Path::of)
                .or(() -> find(HOME))
                .orElseThrow(() -> missing("Spark was not found", "larder.spark.home or the environment's SPARK_HOME"));
        if (!Files.isExecutable(folder.resolve("bin/spark-submit"))) {
            throw missing(
                    "There is no bin/spark-submit in %s".formatted(folder),
                    "larder.spark.home or the environment's SPARK_HOME");
        }
        return folder.toAbsolutePath();
    }

    /** @throws LarderException if there is none */
    String jar() {
        return settings.jar()
                .or(() -> find(JAR).map(Path::toString))
                .orElseThrow(() -> missing("The jar with Larder's Spark jobs was not found", "larder.spark.jar"));
    }

    private static LarderException missing(String what, String setting) {
        return LarderException.of(
                ErrorCode.FAILED_PRECONDITION,
                "NO_SPARK",
                "%s. Build it with \"mvn -f src/build/pom.xml package\", or set %s.".formatted(what, setting));
    }

    /** In the places where the build and the image leave it: the folders above the application, and the working directory. */
    private static Optional<Path> find(String name) {
        return places().stream()
                .flatMap(place -> List.of(place.resolve(name), place.resolve(BUILT + name)).stream())
                .filter(path -> Files.isRegularFile(path) || Files.isExecutable(path.resolve("bin/spark-submit")))
                .map(Path::toAbsolutePath)
                .findFirst();
    }

    private static Set<Path> places() {
        var places = new LinkedHashSet<Path>();
        try {
            var source = SparkHome.class.getProtectionDomain().getCodeSource();
            if (source != null
                    && source.getLocation() != null
                    && "file".equals(source.getLocation().getProtocol())) {
                for (var place = Path.of(source.getLocation().toURI()); place != null; place = place.getParent()) {
                    places.add(place);
                }
            }
        } catch (URISyntaxException e) {
            // Then it is not found there.
        }
        places.add(Path.of("").toAbsolutePath());
        return places;
    }
}
