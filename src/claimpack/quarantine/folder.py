"""The folder of a quarantine: a package of the good rows, and the bad rows beside what is wrong with them."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import polars as pl
from frictionless import Field

from claimpack.checking import CheckedPackage
from claimpack.explain.machine import explain_json
from claimpack.issue import Issue, sort_issues
from claimpack.quarantine.parting import PartedPackage, part
from claimpack.release.archive import write_sums
from claimpack.release.canonical import spelled
from claimpack.release.companions import write_json_file
from claimpack.release.csv_table import sink_csv, write_csv
from claimpack.release.descriptor import (
    DESCRIPTOR,
    about_table,
    describe_file,
    describe_package,
    describe_table,
    file_stems,
)
from claimpack.release.staging import staged
from claimpack.stopping import scratch_folder
from claimpack.text.typed import ROW, TypedTable

GOOD, REJECTED, ISSUES = "good", "rejected", "issues.json"
REASONS = "_issues"
"""The column of rejected rows that says what is wrong with them; a field of that name yields to it."""


def write_quarantine(source: CheckedPackage, folder: Path) -> None:
    """Write a checked package's rows into a folder, which appears, or is replaced, only when all is done.

    - `good/` is a data package of the good rows as CSV, valid by itself
    - `rejected/` has a CSV for each table with bad rows: their number in the file as `_row`, what is wrong as
      `_issues`, and the row's cells
    - `issues.json` has every issue, also those of rows that only break a rule without the rejected ones

    Raises CannotRunError where the folder holds anything but a quarantine.
    """
    with scratch_folder() as scratch, staged(folder) as new:
        parted = part(source, scratch)
        stems = file_stems(parted.good, taken=())
        (new / GOOD).mkdir()
        (new / REJECTED).mkdir()
        _write_good(source, parted, stems, new / GOOD)
        for name, table in source.tables.items():
            if errors := [error for error in parted.errors if error.table == name]:
                _write_rejected(table, errors, new / REJECTED / f"{stems[name]}.csv")
        text = explain_json(sort_issues([*source.issues, *parted.errors]))
        (new / ISSUES).write_text(f"{text}\n", encoding="utf-8")
        write_sums(new)


def _write_good(source: CheckedPackage, parted: PartedPackage, stems: dict[str, str], folder: Path) -> None:
    resources = []
    for name, table in parted.good.items():
        path = folder / f"{stems[name]}.csv"
        more = write_csv(table.scan(), table.schema, {}, path)
        file = describe_file(path, "csv", "text/csv") | more
        resources.append(describe_table(about_table(source.package.get_resource(name)), table.schema, file))
    write_json_file(folder / DESCRIPTOR, describe_package(source.package, resources))


def _write_rejected(table: TypedTable, errors: Iterable[Issue], path: Path) -> None:
    """Write a table's bad rows, cells that have no value of their type as the file spells them."""
    reasons: dict[int, list[str]] = defaultdict(list)
    texts: dict[str, dict[int, str]] = defaultdict(dict)
    of_table = []
    for error in errors:
        why = f"{error.field or ''}: {error.rule}: {error.message}".removeprefix(": ")
        if error.row is None:
            of_table.append(why)
            continue
        reasons[error.row].append(why)
        if error.rule == "type-error" and error.field and error.value:
            texts[error.field][error.row] = error.value
    row = pl.col(ROW)
    told = {number: "; ".join(dict.fromkeys(found + of_table)) for number, found in reasons.items()}
    why_row = row.replace_strict(told, default="; ".join(of_table), return_dtype=pl.String)
    rows = table.scan().with_columns(row.cast(pl.Int64)).filter(pl.lit(bool(of_table)) | row.is_in(list(told)))
    cells = (_cell(field, texts[field.name]) for field in table.schema.fields if field.name != REASONS)
    sink_csv(rows.select(row, why_row.alias(REASONS), *cells), path, quote_style="necessary")


def _cell(field: Field, texts: dict[int, str]) -> pl.Expr:
    as_spelled = pl.col(ROW).replace_strict(texts, default=None, return_dtype=pl.String) if texts else pl.lit(None)
    return pl.coalesce(as_spelled, spelled(field)).alias(field.name)
