"""Releases of other people's packages: as valid as ours, and with the same values in every format."""

import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import frictionless
import pytest

from claimpack.checking import CheckedPackage, checked
from claimpack.package import PackageUnreadableError
from claimpack.release.build import FORMATS

from .conftest import release_of
from .reading import read_tables

CORPUS = os.environ.get("CLAIMPACK_CORPUS")


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS, reason="CLAIMPACK_CORPUS does not name the folder of other people's packages")
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # frictionless leaves compressed files open
def test_every_valid_package_is_released_with_the_same_values_in_every_format(tmp_path: Path) -> None:
    released = 0
    for place, descriptor in enumerate(sorted(Path(CORPUS or "").glob("packages/*/datapackage.json"))):
        try:
            with checked(descriptor) as source:
                if source.tables and not any(issue.severity == "error" for issue in source.issues):
                    assert_released(source, tmp_path / str(place))
                    released += 1
        except PackageUnreadableError:
            continue
    assert released > 20


def assert_released(source: CheckedPackage, folder: Path) -> None:
    release_of(source, folder, *FORMATS)
    expected = {}
    for name, table in source.tables.items():
        rows = table.scan().select(table.schema.field_names).collect()
        key = table.schema.primary_key
        expected[name] = (rows.sort(key) if key else rows).to_dicts()
    for form in FORMATS:
        assert frictionless.validate(folder / form / "datapackage.json").flatten(["name", "message"]) == []
        assert comparable(read_tables(folder / form)) == comparable(expected)


def comparable(tables: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Return tables in which a number that is none equals itself."""
    return {
        name: [{field: "NaN" if _is_nan(value) else value for field, value in row.items()} for row in rows]
        for name, rows in tables.items()
    }


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)
