"""Keys that several rows share, or that no row has, as frictionless judges them, over lazy frames of any size."""

from collections.abc import Iterator, Mapping

import narwhals as nw

from claimpack.fixes import fix_for
from claimpack.issue import Issue
from claimpack.meaning.telling import number_of, tell, text_of
from claimpack.rules.equality import points_to_few, rows_that_may_repeat, rows_without_match
from claimpack.rules.table import Frame, Table
from claimpack.text.typed import ROW, TypedTable

REPEATED = "the same as in row {earlier}"


def key_issues(table: TypedTable, tables: Mapping[str, Table]) -> Iterator[Issue]:
    """Yield what is wrong with a table's primary, unique and foreign keys, but for empty ones."""
    rows, schema = tables[table.name].rows, table.schema
    primary = [("primary-key", schema.primary_key)] if schema.primary_key else []
    unique = [("unique-error", [field.name]) for field in schema.fields if field.constraints.get("unique")]
    for rule, key in primary + unique:
        for part in repeated_keys(rows, key):
            yield from _tell_keys(table, rule, key, part, REPEATED)
    for foreign in schema.foreign_keys:
        key, target_key = foreign["fields"], foreign["reference"]["fields"]
        target = foreign["reference"]["resource"] or table.name
        dangling = dangling_keys(tables[table.name], key, tables[target], target_key)
        note = f'not found in the table "{target}" as "{", ".join(target_key)}"'
        for part in dangling:
            yield from _tell_keys(table, "foreign-key", key, part, note)


def _tell_keys(table: TypedTable, rule: str, key: list[str], rows: Frame, note: str) -> Iterator[Issue]:
    for row in rows.collect().iter_rows(named=True):
        value = ", ".join(text_of(row[field]) or "" for field in key)
        fix, message = fix_for(rule), tell(note, row)
        yield Issue(table.file, number_of(row), ", ".join(key), rule, value, message, fix, table.name)


def repeated_keys(rows: Frame, key: list[str]) -> Iterator[Frame]:
    """Yield the rows, if any, whose key an earlier row has too, with the number of the last such row as `earlier`.

    A key with no value at all is not compared; one with some missing values is.
    """
    for alike in rows_that_may_repeat(_with_value(rows, key), key):
        comparable, names = _comparable(alike, key, "key")
        counts = comparable.group_by(names).agg(nw.len().alias("count"))
        again = comparable.join(counts.filter(nw.col("count") > 1), on=names, how="semi")
        earlier = nw.col(ROW).shift(1).over(*names, order_by=ROW).alias("earlier")
        yield again.with_columns(earlier).filter(~nw.col("earlier").is_null())


def dangling_keys(table: Table, key: list[str], target: Table, target_key: list[str]) -> Iterator[Frame]:
    """Yield the rows whose foreign key no row of the target has, in parts; a key with no value points nowhere."""
    pointing, names = _comparable(table.rows.filter(~is_empty(key)), key, "key")
    known, target_names = _comparable(_with_value(target.rows, target_key), target_key, "target")
    if len(key) == 1 and points_to_few(table, target):
        values = table.values(key[0], target.size)
        missing = values.join(known, left_on=key, right_on=target_names, how="anti").collect()
        if len(missing):
            yield pointing.join(missing.lazy(), left_on=names, right_on=key, how="semi")
    elif len(key) == 1:
        yield from rows_without_match(pointing, names[0], known, target_names[0], target.size)
    else:
        yield pointing.join(known.select(target_names), left_on=names, right_on=target_names, how="anti")


def _comparable(rows: Frame, key: list[str], prefix: str) -> tuple[Frame, list[str]]:
    """Return the rows with columns to join by: in a key of several fields a missing value equals another."""
    names = [f"_{prefix}_{place}" for place in range(len(key))]
    if len(key) == 1:
        columns = [nw.col(key[0]).alias(names[0])]
    else:
        types = rows.collect_schema()
        values = [_without_sign_of_nought(field) if types[field].is_float() else nw.col(field) for field in key]
        columns = [value.cast(nw.String).fill_null("\0").alias(name) for value, name in zip(values, names, strict=True)]
    return rows.select(nw.col(ROW), *(nw.col(field) for field in dict.fromkeys(key)), *columns), names


def _without_sign_of_nought(field: str) -> nw.Expr:
    """Return a column of doubles, -0 as 0: as text they differ."""
    return nw.when(nw.col(field) == 0).then(nw.lit(0.0)).otherwise(nw.col(field))


def _with_value(rows: Frame, key: list[str]) -> Frame:
    """Return the rows whose key may equal another: it has a value, and none is "not a number", which equals nothing."""
    types = rows.collect_schema()
    without = [is_empty(key), *(nw.col(field).is_nan().fill_null(False) for field in key if types[field].is_float())]
    return rows.filter(~nw.any_horizontal(*without, ignore_nulls=False))


def is_empty(key: list[str]) -> nw.Expr:
    """Tell of a row whether it has no value in any field of a key."""
    return nw.all_horizontal(*(nw.col(field).is_null() for field in key), ignore_nulls=False)
