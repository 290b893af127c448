"""The computed tables as files and as one JSON object."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from claimpack.profile import profile_schema
from claimpack.release.archive import write_sums
from claimpack.release.csv_table import write_csv
from claimpack.release.json_table import write_json
from claimpack.release.staging import staged


def write_tables(computed: Mapping[str, pl.DataFrame], folder: Path) -> list[Path]:
    """Write each table as canonical CSV into a folder, which appears, or is replaced, only when all are written.

    Raises CannotRunError where the folder holds other files.
    """
    with staged(folder) as new:
        for name, table in computed.items():
            write_csv(table.lazy(), profile_schema(name), {}, new / f"{name}.csv")
        write_sums(new)
    return [folder / f"{name}.csv" for name in computed]


def as_json(computed: Mapping[str, pl.DataFrame], workshop: Path) -> str:
    """Return one JSON object with each table as an array of objects; `workshop` is a folder for files in between."""
    parts = []
    for name, table in computed.items():
        write_json(table.lazy(), profile_schema(name), {}, workshop / f"{name}.json")
        parts.append(f'"{name}": {(workshop / f"{name}.json").read_text(encoding="utf-8").rstrip()}')
    joined = ",\n".join(parts)
    return f"{{{joined}}}"
