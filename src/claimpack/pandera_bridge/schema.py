"""Pandera schemas from Table Schemas, for pandas and Polars frames."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias, overload

import pandera.pandas
import pandera.polars
import polars as pl
from frictionless import FrictionlessException, Schema

from claimpack.column_types import column_type
from claimpack.pandera_bridge.checks import field_checks
from claimpack.pandera_bridge.profile import profile_checks

TableSchema: TypeAlias = str | Path | Mapping[str, Any] | Schema


class FullDepthSchema(pandera.polars.DataFrameSchema):
    """A Polars schema that looks at the rows of a lazy frame too; Pandera would look at its columns only."""

    @classmethod
    def get_backend(cls, check_obj: Any | None = None, check_type: type | None = None) -> Any:  # noqa: ANN401
        """Return the backend of the class that this one extends: Pandera finds backends by exact class."""
        return pandera.polars.DataFrameSchema.get_backend(check_obj, check_type)

    def validate(self, check_obj: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401  # either kind of frame
        """Validate a frame, reading a lazy one once, and return it as the same kind of frame."""
        if isinstance(check_obj, pl.LazyFrame):
            return super().validate(check_obj.collect(), *args, **options).lazy()
        return super().validate(check_obj, *args, **options)


@overload
def to_pandera(
    schema: TableSchema, backend: Literal["pandas"] = "pandas", *, table: str | None = None
) -> pandera.pandas.DataFrameSchema: ...


@overload
def to_pandera(
    schema: TableSchema, backend: Literal["polars"], *, table: str | None = None
) -> pandera.polars.DataFrameSchema: ...


def to_pandera(
    schema: TableSchema, backend: Literal["pandas", "polars"] = "pandas", *, table: str | None = None
) -> pandera.pandas.DataFrameSchema | pandera.polars.DataFrameSchema:
    """Return a Pandera schema with every constraint of a Table Schema but its foreign keys.

    `schema` is a path, a descriptor or a frictionless Schema. With the name of one of our profile's tables as
    `table`, it has the profile's rules on single rows too. The frame must have exactly the schema's columns, in
    its order and with the types of `claimpack.column_types`; nothing is coerced, because a wrong type is a
    finding and `bool("false")` is True. Our Parquet files validate as they are read:

        polars.scan_parquet(path)                                   # Int64, Float64, Boolean, String, Date, Datetime
        pandas.read_parquet(path, dtype_backend="numpy_nullable")   # Int64, Float64, boolean, string, datetime64
            .astype({"published_on": "date32[pyarrow]"})            # the one type that pandas itself lacks

    Each check bears the name of its constraint ("required", "enum", …; "primary-key", "unique-error" for keys,
    "type-error" for text that no value of the field's type is spelled as) or rule, and tells each bad row once.
    Of two rows with one key it tells the later, as `claimpack.check` does. A lazy frame is checked as fully as
    any other, unless Pandera's own configuration says otherwise. Raises ValueError for what is no Table Schema, and
    for any other backend.
    """
    if backend not in {"pandas", "polars"}:
        raise ValueError(f'backend "{backend}": use "pandas" or "polars"')
    described = _read(schema)
    is_polars = backend == "polars"
    column: Any = pandera.polars.Column if is_polars else pandera.pandas.Column
    container: Any = FullDepthSchema if is_polars else pandera.pandas.DataFrameSchema
    rules = list(profile_checks(table, described)) if table else []
    columns = {
        field.name: column(
            column_type(field).polars if is_polars else column_type(field).pandas,
            checks=[*field_checks(field, described), *(check for name, check in rules if name == field.name)],
            nullable=True,  # `required` is a check, so that it is told in the words of the others
            title=field.title,
            description=field.description,
        )
        for field in described.fields
    }
    about = {"name": table, "title": described.title, "description": described.description}
    frame: pandera.pandas.DataFrameSchema | pandera.polars.DataFrameSchema = container(
        columns, strict=True, ordered=True, unique_column_names=not is_polars, **about
    )
    return frame


def _read(schema: TableSchema) -> Schema:
    if isinstance(schema, Schema):
        return schema
    try:
        return Schema.from_descriptor(str(schema) if isinstance(schema, str | Path) else dict(schema))
    except FrictionlessException as exception:
        notes = [error.message for error in exception.to_errors() or [exception.error]]
        raise ValueError(f"not a Table Schema: {'; '.join(notes)}") from exception
