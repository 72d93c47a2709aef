package dev.larder.serving;

/** What became of one feature of one entity row. The order is that of the numbers of {@code feast.serving.FieldStatus}. */
public enum FeatureStatus {
    /** What is stored is damaged, so there is no telling. */
    INVALID,
    /** Here is the value. */
    PRESENT,
    /** The row is there, and this feature is null in it. */
    NULL_VALUE,
    /** There is no row for these entities, or the table has no such feature. */
    NOT_FOUND,
    /** The row is older than the table's max age. Its values are not told. */
    OUTSIDE_MAX_AGE;

    private static final FeatureStatus[] ALL = values();

    static FeatureStatus of(byte number) {
        return ALL[number];
    }

    byte number() {
        return (byte) ordinal();
    }
}
