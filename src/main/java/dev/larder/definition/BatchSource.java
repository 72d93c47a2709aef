package dev.larder.definition;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import java.util.SortedMap;

/** A data source that can be read as a whole, for any interval of event times. */
public sealed interface BatchSource extends DataSource {

    /**
     * Parquet files.
     *
     * @param fileUrl a file or a folder: {@code file://}, {@code s3://}, {@code gs://} and whatever else Spark reads
     */
    record FileSource(SourceColumns columns, String fileUrl) implements BatchSource {
        public FileSource {
            SourceColumns.require("file_options.file_url", fileUrl);
        }

        @Override
        public SortedMap<String, String> facts() {
            return columns.facts("BATCH_FILE", "file_url", fileUrl);
        }
    }

    /** @param tableRef {@code project:dataset.table} */
    record BigQuerySource(SourceColumns columns, String tableRef) implements BatchSource {
        public BigQuerySource {
            Names.tableRef("bigquery_options.table_ref", tableRef);
        }

        @Override
        public SortedMap<String, String> facts() {
            return columns.facts("BATCH_BIGQUERY", "table_ref", tableRef);
        }
    }

    /** The files are in a format that Larder does not read. */
    static LarderException unsupportedFormat(String format) {
        return LarderException.of(
                ErrorCode.UNIMPLEMENTED, "UNSUPPORTED_FILE_FORMAT", "Unsupported File Format: " + format);
    }
}
