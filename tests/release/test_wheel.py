"""The toolkit as others install it: a wheel, in an environment and a place that have nothing of this project."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from small_profile import write_profile_package
from small_storm import STORM

from .conftest import ROOT


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the `claimpack` of an environment of its own, where the wheel is installed."""
    work = tmp_path_factory.mktemp("wheel")
    source = work / "source"
    left_out = shutil.ignore_patterns(".venv", ".git", "build", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, source, ignore=left_out)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(work)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    shutil.rmtree(source)
    venv.create(work / "environment", with_pip=False)
    environment = work / "environment"
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    wheel = str(next(work.glob("*.whl")))
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "--no-deps", wheel]
    subprocess.run(install, check=True, capture_output=True)
    # What it depends on is lent by this environment, whose own claimpack a path alone does not bring along.
    site = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python.with_name("claimpack")


def test_it_is_the_wheel_that_runs(installed: Path) -> None:
    call = [str(installed.with_name("python")), "-c", "import claimpack; print(claimpack.__file__)"]
    place = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    assert Path(place).is_relative_to(installed.parents[1])


def test_it_releases_another_package_with_computed_tables(installed: Path, tmp_path: Path) -> None:
    package = write_profile_package(tmp_path / "package", STORM)
    done = subprocess.run(
        [installed, "export", package, "--formats", "csv"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    estimates = (package / "build" / "small" / "csv" / "estimates.csv").read_text(encoding="utf-8").splitlines()
    assert len(estimates) == 2
    assert ",storm,injured,town,3,3,5,conflict,2,1,1,0,origins," in estimates[1]
