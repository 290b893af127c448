"""What the README shows is what happens."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

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


@pytest.mark.r
@pytest.mark.parametrize(("code", "output"), blocks("r"))
def test_r_block_prints_what_is_shown(code: str, output: str, workplace: Path) -> None:
    rscript = shutil.which("Rscript")
    assert rscript, "these tests need R on the PATH"
    done = subprocess.run([rscript, "--vanilla", "-e", code], cwd=workplace, capture_output=True, text=True, check=True)
    assert done.stdout == output


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
