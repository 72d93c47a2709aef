package dev.larder.spark.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * The data files of a location, with the values that the names of their folders give to columns. What begins with a dot or an underscore is
 * passed over. A location is taken as it is written; only if there is no such file or folder it is a pattern.
 */
final class SourceFiles {
    private static final String NO_VALUE = "__HIVE_DEFAULT_PARTITION__";

    private SourceFiles() {}

    /**
     * @param status as the file system gives it, with a path that says all
     * @param partitions column to text, in the order of the folders; null for Hive's folder of nulls
     */
    record SourceFile(FileStatus status, Map<String, String> partitions) {
        Path path() {
            return status.getPath();
        }
    }

    /**
     * @param partitionsWanted tells by the columns of its folders whether a file is wanted
     * @throws SourceException if the location belongs to a table format whose log says which files count
     */
    static List<SourceFile> list(
            Configuration configuration, String location, Predicate<Map<String, String>> partitionsWanted)
            throws IOException {
        var path = new Path(location);
        var system = path.getFileSystem(configuration);
        var files = new ArrayList<SourceFile>();
        for (Path root : roots(system, path)) {
            addAll(system, system.getFileStatus(root).getPath(), location, partitionsWanted, files);
        }
        files.sort(Comparator.comparing(file -> file.path().toString()));
        return files;
    }

    private static List<Path> roots(FileSystem system, Path path) throws IOException {
        if (system.exists(path)) {
            return List.of(path);
        }
        var found = system.globStatus(path);
        if (found == null || found.length == 0) {
            throw new FileNotFoundException("there is nothing");
        }
        var roots = new ArrayList<Path>();
        for (FileStatus status : found) {
            roots.add(status.getPath());
        }
        return roots;
    }

    private static void addAll(
            FileSystem system,
            Path root,
            String location,
            Predicate<Map<String, String>> partitionsWanted,
            List<SourceFile> files)
            throws IOException {
        requireNoLog(system, root, location);
        var folders = new LinkedHashMap<Path, Map<String, String>>();
        RemoteIterator<LocatedFileStatus> found = system.listFiles(root, true);
        while (found.hasNext()) {
            var status = found.next();
            if (isHidden(root, status.getPath())) {
                continue;
            }
            var partitions = folders.computeIfAbsent(status.getPath().getParent(), folder -> partitions(root, folder));
            if (partitionsWanted.test(partitions)) {
                files.add(new SourceFile(status, partitions));
            }
        }
    }

    private static void requireNoLog(FileSystem system, Path root, String location) throws IOException {
        if (system.exists(new Path(root, "_delta_log"))) {
            throw new SourceException(
                    ("source %s is a Delta table: its log says which of its files count, and that is not read;"
                                    + " write its rows as plain Parquet files, or into an Iceberg table")
                            .formatted(location));
        }
        if (system.exists(new Path(root, ".hoodie"))) {
            throw new SourceException(
                    ("source %s is a Hudi table: its log says which of its files count, and that is not read;"
                                    + " write its rows as plain Parquet files, or into an Iceberg table")
                            .formatted(location));
        }
        if (system.exists(new Path(root, "metadata")) && system.exists(new Path(root, "data"))) {
            throw new SourceException(
                    "source %s is the folder of an Iceberg table; name the table: iceberg:<catalog>.<project>.<table>"
                            .formatted(location));
        }
    }

    private static boolean isHidden(Path root, Path file) {
        for (var path = file; !path.equals(root); path = path.getParent()) {
            var name = path.getName();
            if (name.startsWith(".") || name.startsWith("_") && !name.contains("=") || name.endsWith("._COPYING_")) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> partitions(Path root, Path folder) {
        var reversed = new ArrayList<String>();
        for (var path = folder; path != null && path.depth() > root.depth(); path = path.getParent()) {
            reversed.add(0, path.getName());
        }
        var partitions = new LinkedHashMap<String, String>();
        for (String name : reversed) {
            int equals = name.indexOf('=');
            if (equals > 0) {
                var value = ExternalCatalogUtils.unescapePathName(name.substring(equals + 1));
                partitions.put(
                        ExternalCatalogUtils.unescapePathName(name.substring(0, equals)),
                        value.equals(NO_VALUE) ? null : value);
            }
        }
        return partitions;
    }
}
