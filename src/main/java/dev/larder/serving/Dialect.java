package dev.larder.serving;

/** In which words a request was asked, for the metrics. */
public enum Dialect {
    /** {@code GetOnlineFeaturesV2} of Feast 0.9 over gRPC. */
    ROWS("rows"),
    /** {@code /api/v1/features/online} of Feast 0.9 over HTTP. */
    ROWS_HTTP("rows-http"),
    /** {@code GetOnlineFeatures} of Feast 0.9.6 over gRPC. */
    VECTORS("vectors"),
    /** {@code GetOnlineFeatures} of today's Feast over gRPC. */
    COLUMNS("columns"),
    /** {@code /get-online-features} of today's Feast over HTTP. */
    HTTP("http");

    private final String label;

    Dialect(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
