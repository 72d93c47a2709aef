package dev.larder.spark.source;

import java.util.Locale;
import java.util.Set;

/**
 * The functions that an expression of a field mapping may call: those of Spark whose result their arguments alone decide. Not among them are
 * what reads the clock, the session, the environment or files, what is random, what sees other rows, what runs code, and what only
 * fails. docs/spark.md says the same; a test compares them.
 */
final class PureFunctions {
    private static final Set<String> NAMES = names(
            """
            ! % & * + - / < << <= <=> = == > >= >> >>> ^ | ~ and or not in like ilike rlike regexp regexp_like between div mod
            abs acos acosh asin asinh atan atan2 atanh bround cbrt ceil ceiling conv cos cosh cot csc degrees e exp expm1 factorial
            floor greatest hypot least ln log log10 log1p log2 negative nullifzero pi pmod positive pow power radians rint round sec
            sign signum sin sinh sqrt tan tanh try_add try_divide try_mod try_multiply try_subtract width_bucket zeroifnull
            bit_count bit_get getbit shiftleft shiftright shiftrightunsigned
            coalesce equal_null if ifnull isnan isnotnull isnull nanvl nullif nvl nvl2 when
            bigint binary boolean cast date decimal double float int smallint string timestamp tinyint typeof
            ascii base64 bin bit_length btrim char char_length character_length chr collate concat concat_ws contains decode elt encode
            endswith find_in_set format_number format_string hex initcap instr is_valid_utf8 lcase left len length levenshtein locate
            lower lpad ltrim luhn_check make_valid_utf8 mask octet_length overlay position printf quote regexp_count regexp_extract
            regexp_extract_all regexp_instr regexp_replace regexp_substr repeat replace reverse right rpad rtrim sentences soundex space
            split split_part startswith substr substring substring_index to_binary to_char to_number to_varchar translate trim
            try_to_binary try_to_number try_validate_utf8 ucase unbase64 unhex upper validate_utf8
            crc32 hash md5 sha sha1 sha2 xxhash64
            parse_url try_parse_url try_url_decode url_decode url_encode
            add_months convert_timezone date_add date_diff date_format date_from_unix_date date_part date_sub date_trunc dateadd datediff
            datepart day dayname dayofmonth dayofweek dayofyear extract from_unixtime from_utc_timestamp hour last_day make_date
            make_dt_interval make_interval make_time make_timestamp make_timestamp_ltz make_timestamp_ntz make_ym_interval minute month
            monthname months_between next_day quarter second time time_diff time_trunc timestamp_micros timestamp_millis
            timestamp_seconds to_date to_time to_timestamp to_timestamp_ltz to_timestamp_ntz to_unix_timestamp to_utc_timestamp trunc
            try_make_interval try_make_timestamp try_make_timestamp_ltz try_make_timestamp_ntz try_to_date try_to_time try_to_timestamp
            unix_date unix_micros unix_millis unix_seconds unix_timestamp weekday weekofyear year
            aggregate array array_append array_compact array_contains array_distinct array_except array_insert array_intersect
            array_join array_max array_min array_position array_prepend array_remove array_repeat array_size array_sort array_union
            arrays_overlap arrays_zip cardinality element_at exists filter flatten forall get map map_concat map_contains_key
            map_entries map_filter map_from_arrays map_from_entries map_keys map_values map_zip_with named_struct reduce sequence size
            slice sort_array str_to_map struct transform transform_keys transform_values try_element_at zip_with
            from_csv from_json get_json_object is_variant_null json_array_length json_object_keys parse_json to_csv to_json
            to_variant_object try_parse_json try_variant_get variant_get
            """);

    private static final Set<String> OF_THE_MOMENT_WITHOUT_ARGUMENTS = Set.of("unix_timestamp", "to_unix_timestamp");

    private PureFunctions() {}

    private static Set<String> names(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    static Set<String> names() {
        return NAMES;
    }

    static boolean has(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    static boolean isOfTheMomentWithoutArguments(String name) {
        return OF_THE_MOMENT_WITHOUT_ARGUMENTS.contains(name.toLowerCase(Locale.ROOT));
    }
}
