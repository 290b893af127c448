"""What tests share: the project's own package, and the texts and packages of others where they are at hand."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import settings

from claimpack.cli import main

# How long an example takes depends on what else the machine does.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
PackageWriter = Callable[..., Path]


def corpus() -> Path | None:
    """Return the folder of other people's packages and files, None where it is not at hand."""
    folder = os.environ.get("CLAIMPACK_CORPUS")
    return Path(folder) if folder else None


@pytest.fixture
def texts() -> Path:
    """Return the folder of the coded articles, or skip: they are not part of the project."""
    folder = os.environ.get("CLAIMPACK_TEXTS")
    if not folder:
        pytest.skip("CLAIMPACK_TEXTS does not name the folder of the articles")
    return Path(folder)


@pytest.fixture
def write_package(tmp_path: Path) -> PackageWriter:
    """Return a function that writes a small package of CSV tables and returns its folder."""

    def write(tables: Mapping[str, tuple[Mapping[str, Any], str | bytes]], **properties: Any) -> Path:  # noqa: ANN401
        resources: Sequence[Mapping[str, Any]] = [
            {"name": name, "path": f"{name}.csv", "schema": schema} for name, (schema, _) in tables.items()
        ]
        for name, (_, content) in tables.items():
            (tmp_path / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        descriptor = {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "small",
            "resources": resources,
            **properties,
        }
        (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a release of the project's own package, made once."""
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    folder = tmp_path_factory.mktemp("build") / f"{descriptor['name']}-{descriptor['version']}"
    result = CliRunner().invoke(main, ["export", str(ROOT), "--out", str(folder)])
    assert result.exit_code == 0, result.output
    return folder
