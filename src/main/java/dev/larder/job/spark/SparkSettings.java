package dev.larder.job.spark;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The Spark that does the work, and where its jobs find and leave things. */
@ConfigMapping(prefix = "larder.spark")
public interface SparkSettings {
    /**
     * Spark's folder, with {@code jars} and {@code bin/spark-submit}: a Spark 4.1 for Scala 2.13; the offline store needs
     * {@code iceberg-spark-runtime-4.1_2.13} in its jars. Unless it is set it is the environment's SPARK_HOME, and without that the Spark
     * that was built with Larder.
     */
    Optional<String> home();

    /** The jar with Larder's jobs: a path, or for a cluster a URL that it can read. Unless it is set it is the one that was built with Larder. */
    Optional<String> jar();

    /** Where jobs run: {@code local[*]}, {@code spark://host:7077}, {@code yarn}, {@code k8s://https://host:6443}. */
    @WithDefault("local[*]")
    String master();

    /** Whether the driver runs beside Larder ({@code client}) or in the cluster ({@code cluster}; its log is there, too). */
    @WithDefault("client")
    String deployMode();

    /** Memory of the driver, which with a local master does all the work, as Spark writes it: {@code 512m}, {@code 2g}. */
    @WithDefault("2g")
    String driverMemory();

    /**
     * Further properties of Spark, such as {@code larder.spark.conf."spark.executor.memory"=8g}. As an environment variable that is {@code
     * LARDER_SPARK_CONF__SPARK_EXECUTOR_MEMORY_}, which can only name keys in lower case.
     */
    Map<String, String> conf();

    /** The folder with a folder for each job: its driver's log, and what is known of its process. */
    @WithDefault("${larder.embedded.data-dir:data}/jobs")
    String jobsFolder();

    /** The folder of the offline store's Iceberg tables. A path, or a URL that Spark can write. */
    @WithDefault("${larder.embedded.data-dir:data}/warehouse")
    String warehouse();

    /**
     * The name of the Iceberg catalog of the offline store. A catalog other than {@code larder} must be configured by {@code
     * larder.spark.conf."spark.sql.catalog.<name>"}, and the warehouse is then its business.
     */
    @WithDefault("larder")
    String catalog();

    /** The folder for rows that cannot be used. A path, or a URL that Spark can write. */
    @WithDefault("${larder.embedded.data-dir:data}/dead-letters")
    String deadLetters();

    /** The Redis of the online store as Spark sees it, {@code host:port}, several with commas. Unless it is set it is the one Larder uses. */
    Optional<String> redisHosts();

    /** How long an application may take to end when it is told to, before it is killed. */
    @WithDefault("PT10S")
    Duration killAfter();
}
