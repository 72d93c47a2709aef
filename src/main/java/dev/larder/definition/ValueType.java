package dev.larder.definition;

/** The type of an entity or a feature. The names are those of {@code feast.types.ValueType.Enum}. */
public enum ValueType {
    BYTES,
    STRING,
    INT32,
    INT64,
    DOUBLE,
    FLOAT,
    BOOL,
    BYTES_LIST,
    STRING_LIST,
    INT32_LIST,
    INT64_LIST,
    DOUBLE_LIST,
    FLOAT_LIST,
    BOOL_LIST
}
