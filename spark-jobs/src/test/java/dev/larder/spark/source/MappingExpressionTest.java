package dev.larder.spark.source;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.Rows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an expression of a field mapping may be. */
class MappingExpressionTest {
    private static final List<String> COLUMNS = List.of("who", "trips", "at", "tags");
    private static final Dataset<Row> ROWS = Rows.of(
            "who string, trips long, at timestamp, tags array<string>",
            Rows.row("ann", 7L, Rows.at("2026-01-05T10:00:00Z"), new String[] {"a", "b"}));

    private static Object value(String expression) throws MappingExpression.RefusedException {
        var parsed = MappingExpression.parse(LocalSpark.session(), expression, COLUMNS);
        parsed.requirePure(ROWS);
        return ROWS.select(parsed.column()).first().get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trips + 1 | 8",
                "upper(who) | ANN",
                "case when trips > 5 then 'many' else 'few' end | many",
                "cast(trips as string) | 7",
                "try_divide(trips, 0) | ",
                "coalesce(null, trips) | 7",
                "size(filter(tags, tag -> tag <> who)) | 2",
                "tags[0] | a",
                "element_at(map('ann', 1), who) | 1",
                "date_format(at, 'yyyy-MM') | 2026-01",
                "unix_timestamp(at) | 1767607200",
                "extract(year from at) | 2026",
                "who in ('ann', 'bob') | true",
                "who like 'a%' and not who rlike 'z' | true",
                "trips between 1 and 9 | true",
                "substring(who from 2) | nn",
                "concat(who, '-', trips) | ann-7",
                "concat(who, 'now') | annnow",
                "get_json_object('{\"a\": 5}', '$.a') | 5",
            })
    void functionsOfTheRowAreComputed(String expression, String expected) throws MappingExpression.RefusedException {
        var value = value(expression);
        assertEquals(expected, value == null ? null : value.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java_method('java.lang.System','getProperty','user.name') | java_method",
                "reflect('java.lang.System','getenv','HOME') | reflect",
                "try_reflect('java.lang.System','getenv','HOME') | try_reflect",
                "upper(reflect('java.lang.System','getProperty','user.name')) | reflect",
                "rand() | rand",
                "uuid() | uuid",
                "shuffle(tags) | shuffle",
                "monotonically_increasing_id() | monotonically_increasing_id",
                "spark_partition_id() | spark_partition_id",
                "input_file_name() | input_file_name",
                "now() | now",
                "current_timestamp() | current_timestamp",
                "current_user() | current_user",
                "current_database() | current_database",
                "version() | version",
                "aes_encrypt(who, who) | aes_encrypt",
                "xpath_string(who, who) | xpath_string",
                "raise_error(who) | raise_error",
                "count(trips) | count",
                "explode(tags) | explode",
                "some.catalog.function(trips) | some.catalog.function",
                "unix_timestamp() | unix_timestamp",
            })
    void otherFunctionsAreRefusedByName(String expression, String function) {
        var refused = assertThrows(MappingExpression.RefusedException.class, () -> value(expression));
        assertTrue(refused.getMessage().contains(function), refused::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(select 1)",
                "exists (select 1)",
                "trips in (select 1)",
                "sum(trips) over (partition by who)",
                "current_date",
                "current_timestamp",
                "current_user",
                "user",
                "localtimestamp",
                "timestamp 'now'",
                "date'today'",
                "cast('now' as timestamp)",
                "cast(concat('no', 'w') as timestamp)",
                "datediff('tomorrow', at)",
                "'${env:PATH}'",
                "${spark:spark.master}",
                "identifier('trips')",
                "*",
                "struct(*)",
                "miles + 1",
                "filter(tags, tag -> tag = miles)",
                "trips +",
                "trips; drop table x",
                "",
                ":parameter",
                "session.variable"
            })
    void whatIsNoFunctionOfItsRowIsRefused(String expression) {
        assertThrows(MappingExpression.RefusedException.class, () -> value(expression));
    }

    @Test
    void aFunctionOfSomebodysOwnIsRefusedEvenUnderAGoodName() {
        var session = LocalSpark.session().newSession();
        session.udf().register("soundex", (String text) -> "own", DataTypes.StringType);
        var rows = session.createDataFrame(ROWS.collectAsList(), ROWS.schema());
        var parsed = assertDoesNotThrow(() -> MappingExpression.parse(session, "soundex(who)", COLUMNS));
        var refused = assertThrows(MappingExpression.RefusedException.class, () -> parsed.requirePure(rows));
        assertEquals("it runs a function of somebody's own", refused.getMessage());
    }

    @Test
    void theListInTheDocumentIsTheListInTheCode() throws Exception {
        var document = Files.readString(Path.of("../docs/spark.md"));
        var listed = Pattern.compile("(?s)<!-- pure functions -->\\s*```\\s*(.*?)```")
                .matcher(document);
        assertTrue(listed.find(), "docs/spark.md has the list between its marks");
        assertEquals(
                String.join(" ", new TreeSet<>(PureFunctions.names())),
                String.join(" ", new TreeSet<>(List.of(listed.group(1).strip().split("\\s+")))));
    }
}
