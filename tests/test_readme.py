"""What the README shows is what happens."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from conftest import ROOT
from serving import served

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```(?:\n\n```text\n(.*?)```)?", README, flags=re.DOTALL)


def blocks(language: str) -> list[tuple[str, str]]:
    return [(code, output) for tag, code, output in BLOCKS if tag == language]


@pytest.fixture
def workplace(release: Path, tmp_path: Path) -> Path:
    """Return a folder that looks like the project after `make release`."""
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / release.name).symlink_to(release, target_is_directory=True)
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(("code", "output"), blocks("python"))
def test_python_block_prints_what_is_shown(code: str, output: str, workplace: Path) -> None:
    call = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(call, cwd=workplace, capture_output=True, text=True, check=True)
    assert done.stdout == output


PLACE = 'place = "build/'
ADDRESS = "address = Path("


# DuckDB is not among them: to read from the web, it fetches an extension from the web. See below for it.
@pytest.mark.parametrize("tool", ["pandas", "polars", "claimpack"])
def test_each_tool_loads_the_tables_from_the_web_in_one_line(tool: str, release: Path) -> None:
    (code, _), *others = [(code, output) for code, output in blocks("python") if PLACE in code]
    assert not others
    lines = [line for line in code.splitlines() if re.search(rf"^import {tool}\b|= {SHORT.get(tool, tool)}\.", line)]
    assert len(lines) == 2
    with served(release) as address:
        script = "\n".join([f'place = "{address}"', *lines, "print(len(claims))"])
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == f"{len(pd.read_csv(release / 'csv' / 'claims.csv'))}\n"


def test_duckdb_loads_a_table_from_the_web_in_one_line_more(release: Path) -> None:
    ((code, output),) = [(code, output) for code, output in blocks("python") if ADDRESS in code]
    with served(release) as address:
        script = "\n".join(f'address = "{address}"' if line.startswith(ADDRESS) else line for line in code.splitlines())
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == output


SHORT = {"pandas": "pd", "polars": "pl"}


@pytest.mark.r
@pytest.mark.parametrize(("code", "output"), blocks("r"))
def test_r_block_prints_what_is_shown(code: str, output: str, workplace: Path) -> None:
    rscript = shutil.which("Rscript")
    assert rscript, "these tests need R on the PATH"
    done = subprocess.run([rscript, "--vanilla", "-e", code], cwd=workplace, capture_output=True, text=True, check=True)
    assert done.stdout == output


@pytest.mark.r
def test_what_is_said_of_r_alone_runs(workplace: Path) -> None:
    """The page on R has code for R alone, and for packages from CRAN, which are not at hand here."""
    page = (ROOT / "docs" / "r.md").read_text(encoding="utf-8")
    alone = [code for code in re.findall(r"```r\n(.*?)```", page, flags=re.DOTALL) if "::" not in code]
    assert len(alone) == 2
    rscript = shutil.which("Rscript")
    assert rscript, "these tests need R on the PATH"
    code = "\n".join([*alone, "cat(length(tables), nrow(claims))"])
    done = subprocess.run([rscript, "--vanilla", "-e", code], cwd=workplace, capture_output=True, text=True, check=True)
    tables = len(list((workplace / "build").glob("*/csv/*.csv")))
    assert done.stdout == f"{tables} {len(pd.read_csv(ROOT / 'data' / 'claims.csv'))}"


def test_commands_of_make_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [line.split()[1] for code, _ in blocks("sh") for line in code.splitlines()]
    assert targets == ["release", "test"]
    assert all(re.search(rf"^{target}:", makefile, flags=re.MULTILINE) for target in targets)


def test_every_kind_of_block_is_tried() -> None:
    assert {tag for tag, _, _ in BLOCKS} == {"sh", "python", "r"}


def test_links_lead_to_files() -> None:
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
