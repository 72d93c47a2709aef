package dev.larder.spark.source;

import dev.larder.spark.source.SourceFiles.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.NoopCache$;
import org.apache.spark.sql.execution.datasources.PartitionPath;
import org.apache.spark.sql.execution.datasources.PartitionSpec;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.collection.mutable.LinkedHashMap$;
import scala.jdk.javaapi.CollectionConverters;

/** Files that were listed already, as Spark wants to be told of them. What the names of folders say stays text. */
final class ListedFiles extends PartitioningAwareFileIndex {
    private final scala.collection.mutable.LinkedHashMap<Path, FileStatus> leafFiles;
    private final scala.collection.immutable.Map<Path, FileStatus[]> files;
    private final Seq<Path> paths;
    private final PartitionSpec partitions;

    private ListedFiles(SparkSession session, List<SourceFile> listed, List<String> partitionColumns) {
        super(session, Map$.MODULE$.empty(), Option.empty(), NoopCache$.MODULE$);
        leafFiles = LinkedHashMap$.MODULE$.empty();
        var byFolder = new LinkedHashMap<Path, List<SourceFile>>();
        listed.forEach(file -> {
            leafFiles.put(file.path(), file.status());
            byFolder.computeIfAbsent(file.path().getParent(), unseen -> new ArrayList<>())
                    .add(file);
        });
        var folders = new LinkedHashMap<Path, FileStatus[]>();
        var partitionPaths = new ArrayList<PartitionPath>();
        byFolder.forEach((folder, inFolder) -> {
            folders.put(folder, inFolder.stream().map(SourceFile::status).toArray(FileStatus[]::new));
            partitionPaths.add(new PartitionPath(values(inFolder.get(0).partitions(), partitionColumns), folder));
        });
        files = scala.collection.immutable.Map.from(CollectionConverters.asScala(folders));
        paths = seq(listed.stream().map(SourceFile::path).toList());
        partitions = new PartitionSpec(
                new StructType(partitionColumns.stream()
                        .map(name -> DataTypes.createStructField(name, DataTypes.StringType, true))
                        .toArray(StructField[]::new)),
                seq(partitionPaths));
    }

    /**
     * @param session whose rows they become
     * @param reading its settings say how Parquet is read
     * @param columns those of the files that are read, with their types; nothing else of the files needs to be readable
     * @param partitionColumns those of the folders that are read
     */
    static Dataset<Row> read(
            SparkSession session,
            SparkSession reading,
            List<SourceFile> files,
            StructType columns,
            List<String> partitionColumns) {
        var index = new ListedFiles(reading, files, partitionColumns);
        return session.baseRelationToDataFrame(new HadoopFsRelation(
                index,
                index.partitionSchema(),
                columns,
                Option.empty(),
                new ParquetFileFormat(),
                Map$.MODULE$.empty(),
                reading));
    }

    private static GenericInternalRow values(Map<String, String> partitions, List<String> columns) {
        return new GenericInternalRow(columns.stream()
                .map(column -> (Object) UTF8String.fromString(partitions.get(column)))
                .toArray());
    }

    private static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }

    @Override
    public PartitionSpec partitionSpec() {
        return partitions;
    }

    @Override
    public scala.collection.mutable.LinkedHashMap<Path, FileStatus> leafFiles() {
        return leafFiles;
    }

    @Override
    public scala.collection.immutable.Map<Path, FileStatus[]> leafDirToChildrenFiles() {
        return files;
    }

    @Override
    public Seq<Path> rootPaths() {
        return paths;
    }

    @Override
    public void refresh() {
        // What was listed stands: all that is read of them fits together.
    }
}
