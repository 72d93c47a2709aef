"""Online features: the request, and the answer in every shape that users like."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from larder import _arrow
from larder._connection import Connection
from larder._errors import InternalError, InvalidArgumentError
from larder._methods import ONLINE_FEATURES
from larder._named import NamedNumber
from larder._proto.feast.serving.ServingService_pb2 import GetOnlineFeaturesRequest, GetOnlineFeaturesResponse
from larder._proto.feast.types.Value_pb2 import RepeatedValue
from larder._proto.larder.client.wire_pb2 import Columns
from larder._value_type import ValueType
from larder._values import shortest, typed_value, value_of, values_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

EntityRows = Any
"""A list of rows (mappings of entity name to value), a mapping of columns, a pandas DataFrame, or a pyarrow Table."""

_TYPES = {value_type.value: value_type for value_type in ValueType}


class FieldStatus(NamedNumber):
    """What became of one feature of one entity row."""

    INVALID = 0
    """What is stored is damaged."""
    PRESENT = 1
    NULL_VALUE = 2
    """There is a row, and the feature is null in it."""
    NOT_FOUND = 3
    """There is no row for these entities."""
    OUTSIDE_MAX_AGE = 4
    """There is a row, older than the table's max age."""


_STATUSES = {status.value: status for status in FieldStatus}
_PRESENT = FieldStatus.PRESENT.value
_IS_PRESENT = bytes(int(number == _PRESENT) for number in range(256))
_ARRAY_CODES = {ValueType.INT32: "i", ValueType.INT64: "q", ValueType.DOUBLE: "d", ValueType.FLOAT: "f"}


class OnlineResponse:
    """Online features: one column for each entity, then one for each feature, in the order asked; one row for each entity row."""

    def __init__(self, entities: Mapping[str, Sequence[Any]], columns: Columns) -> None:
        self._entities = entities
        self._rows = len(next(iter(entities.values())))
        self._columns = dict(zip(columns.metadata.names.val, columns.results, strict=True))

    @property
    def feature_names(self) -> list[str]:
        """`table:feature`, in the order asked."""
        return list(self._columns)

    @property
    def statuses(self) -> dict[str, list[FieldStatus]]:
        """For each feature, what became of it in each row."""
        return {name: [_STATUSES[number] for number in column.statuses] for name, column in self._columns.items()}

    def to_dict(self) -> dict[str, list[Any]]:
        """`{name: values}`, one value for each row. What is not PRESENT is None."""
        found = {name: list(values) for name, values in self._entities.items()}
        found.update((name, _row_by_row(column)[1]) for name, column in self._columns.items())
        return found

    def to_rows(self) -> list[dict[str, Any]]:
        """One `{name: value}` for each entity row. What is not PRESENT is None."""
        columns = self.to_dict()
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def to_arrow(self) -> pa.Table:
        """A pyarrow Table, each feature in its own type. A feature that is PRESENT in no row is a column of type null."""
        import pyarrow as pa

        columns = {name: _entity_array(values) for name, values in self._entities.items()}
        arrays = _arrays(self._columns)
        columns.update((name, arrays[name]) for name in self._columns)
        return pa.table(columns)

    def to_pandas(self, *, nullable: bool = False) -> pd.DataFrame:
        """A pandas DataFrame (extra `pandas`).

        As pandas has it, integers with a missing value among them become floats, exact up to 2**53; with `nullable` they, and all
        else, become pandas' nullable types, which lose nothing.
        """
        table = self.to_arrow()
        frame: pd.DataFrame = table.to_pandas(types_mapper=_nullable_types().get if nullable else None)
        return frame

    @property
    def field_values(self) -> list[GetOnlineFeaturesResponse.FieldValues]:
        """The rows as messages, as Feast 0.9 gives them: maps `fields` (name to `Value`) and `statuses`. Slow for many rows."""
        rows = [GetOnlineFeaturesResponse.FieldValues() for _ in range(self._rows)]
        for name, values in self._entities.items():
            for row, value in zip(rows, values, strict=True):
                row.fields[name].CopyFrom(value_of(value))
                row.statuses[name] = _feast(FieldStatus.NULL_VALUE if value is None else FieldStatus.PRESENT)
        for name, column in self._columns.items():
            value_type, values = _row_by_row(column)
            for row, value, status in zip(rows, values, column.statuses, strict=True):
                row.fields[name].CopyFrom(typed_value(value_type, value))
                row.statuses[name] = _feast(status)
        return rows

    def __repr__(self) -> str:
        return f"OnlineResponse({self._rows} rows, features={self.feature_names!r})"


def get_online_features(
    connection: Connection,
    project: str,
    feature_refs: Sequence[str],
    entity_rows: EntityRows,
    timeout: float | None,
) -> OnlineResponse:
    entities = _entity_columns(entity_rows)
    request = GetOnlineFeaturesRequest()
    try:
        request.features.val.extend(map(str, feature_refs))
    except (TypeError, ValueError):
        raise InvalidArgumentError(
            f"feature_refs is a list of names such as trips:count, and not {feature_refs!r}", field="features"
        ) from None
    for name, values in entities.items():
        _column_of(request, name).val.extend(values_of(values))
    columns = connection.call(ONLINE_FEATURES, request, timeout=timeout, metadata=(("x-larder-project", project),))
    return OnlineResponse(entities, columns)


def _entity_columns(entity_rows: EntityRows) -> Mapping[str, Sequence[Any]]:
    if isinstance(entity_rows, Mapping):
        return _checked({name: _values_given(name, values) for name, values in entity_rows.items()})
    if hasattr(entity_rows, "column_names") or hasattr(entity_rows, "iloc"):
        # pyarrow or pandas are there already.
        from larder._given import given

        found = given(entity_rows)
        return _checked({name: found.values(name) for name in found.names})
    try:
        # Feast 0.9 also takes messages of rows.
        rows: list[Any] = [getattr(row, "fields", row) for row in entity_rows]
    except TypeError:
        raise InvalidArgumentError(
            f"entity_rows is {entity_rows!r}; give rows, columns or a DataFrame", field="entities"
        ) from None
    names = rows[0].keys() if rows and hasattr(rows[0], "keys") else ()
    for place, row in enumerate(rows):
        if not hasattr(row, "keys"):
            raise InvalidArgumentError(
                f"entity row {place} is {row!r}; a row is a mapping of entity to value", field="entities"
            )
        if row.keys() != names:
            different = ", ".join(sorted(names ^ row.keys()))
            raise InvalidArgumentError(
                f"all entity rows have the same entities; {different} is in row 0 or in row {place} and not in both; "
                "None says that a row has no such entity",
                field="entities",
            )
    return _checked({name: [row[name] for row in rows] for name in names})


def _values_given(name: str, column: Any) -> list[Any]:
    is_column = isinstance(column, Iterable) and len(getattr(column, "shape", (0,))) == 1
    if isinstance(column, str | bytes) or not is_column:
        raise InvalidArgumentError(f"entity {name} is {column!r}; give a list with a value for each row", field=name)
    return list(column)


def _column_of(request: GetOnlineFeaturesRequest, name: str) -> RepeatedValue:
    try:
        return request.entities[name]
    except (TypeError, ValueError):
        raise InvalidArgumentError(f"{name!r} is no name of an entity", field="entities") from None


def _checked(entities: Mapping[str, Sequence[Any]]) -> Mapping[str, Sequence[Any]]:
    if not entities or not next(iter(entities.values())):
        raise InvalidArgumentError("entity_rows has no row", field="entities")
    return entities


def _values(column: Columns.Column) -> tuple[ValueType, Sequence[Any]]:
    """The type of a column and the values of the rows where it is PRESENT."""
    found = column.values.ListFields()
    value_type, values = (_TYPES[found[0][0].number], found[0][1]) if found else (ValueType.UNKNOWN, ())
    if len(found) > 1 or len(values) != column.statuses.count(_PRESENT):
        raise InternalError("the answer has not one value, of one type, for each status PRESENT")
    return value_type, values


def _feast(status: int) -> GetOnlineFeaturesResponse.FieldStatus:
    return cast(GetOnlineFeaturesResponse.FieldStatus, int(status))


def _row_by_row(column: Columns.Column) -> tuple[ValueType, list[Any]]:
    """The type of a column and its value in each row, None where it is not PRESENT."""
    value_type, values = _values(column)
    present: list[Any]
    if value_type is ValueType.FLOAT:
        present = shortest(list(values))
    elif value_type is ValueType.FLOAT_LIST:
        present = [shortest(list(value.val)) for value in values]
    else:
        present = [list(value.val) for value in values] if value_type.is_list else list(values)
    statuses = column.statuses
    if len(present) == len(statuses):
        return value_type, present
    following = iter(present)
    return value_type, [next(following) if status == _PRESENT else None for status in statuses]


def _arrays(columns: Mapping[str, Columns.Column]) -> dict[str, pa.Array]:
    """The columns as arrays, in no order. Those of one type are made together: to pyarrow many rows cost as little as few."""
    import pyarrow as pa

    arrays: dict[str, pa.Array] = {}
    of_type: dict[ValueType, dict[str, Sequence[Any]]] = {}
    for name, column in columns.items():
        value_type, values = _values(column)
        if value_type is ValueType.UNKNOWN:
            arrays[name] = pa.nulls(len(column.statuses))
        elif value_type.is_list:
            arrays[name] = pa.array(_row_by_row(column)[1], _arrow.type_of(value_type))
        else:
            of_type.setdefault(value_type, {})[name] = values
    for value_type, values_of_columns in of_type.items():
        statuses = b"".join(columns[name].statuses for name in values_of_columns)
        together = _spread(_joined(value_type, values_of_columns.values()), statuses)
        rows = len(statuses) // len(values_of_columns)
        arrays.update((name, together.slice(place * rows, rows)) for place, name in enumerate(values_of_columns))
    return arrays


def _joined(value_type: ValueType, columns: Iterable[Sequence[Any]]) -> pa.Array:
    """The values of all columns, one after the other."""
    import pyarrow as pa

    kind = _arrow.type_of(value_type)
    code = _ARRAY_CODES.get(value_type)
    if code is None:
        return pa.array([value for values in columns for value in values], kind)
    numbers = array(code)
    for values in columns:
        numbers.fromlist(values[:])  # type: ignore[arg-type]  # Of a repeated field that is a list.
    return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(numbers)])


def _spread(present: pa.Array, statuses: bytes) -> pa.Array:
    """The values at their rows, and nulls in the rows that are not PRESENT."""
    import pyarrow as pa
    import pyarrow.compute as compute

    if len(present) == len(statuses):
        return present
    flags = pa.py_buffer(statuses.translate(_IS_PRESENT))
    is_present = pa.Array.from_buffers(pa.uint8(), len(statuses), [None, flags]).cast(pa.bool_())
    return compute.replace_with_mask(pa.nulls(len(statuses), present.type), is_present, present)


def _entity_array(values: Sequence[Any]) -> pa.Array:
    import pyarrow as pa

    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # A mixture, such as 1 and "1".
        return pa.array([None if value is None else str(value) for value in values])


def _nullable_types() -> dict[pa.DataType, Any]:
    import pandas as pd
    import pyarrow as pa

    return {
        pa.string(): pd.StringDtype(),
        pa.int32(): pd.Int32Dtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.float32(): pd.Float32Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
