"""`claimpack export`: what it says, what it exits with, and that a release is there whole or not at all."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimpack.commands.export import command
from claimpack.release import build, packing

from .conftest import ROOT

KILLED_BEFORE_THE_SUMS = """
import sys, time
from claimpack.commands.export import command
from claimpack.release import build
def wait(*_):
    print("ready", flush=True)
    time.sleep(60)
build.write_sums = wait
command(sys.argv[1:])
"""


def export(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def package(nasty: Path, tmp_path: Path) -> Path:
    """A copy of the nasty package that a test may change."""
    return Path(shutil.copytree(nasty, tmp_path / "package"))


def break_a_key(package: Path) -> None:
    things = package / "things.csv"
    things.write_text(things.read_text(encoding="utf-8").replace('"-3"', '"-4"', 1), encoding="utf-8", newline="")


def test_it_names_each_thing_it_made_and_last_the_release(package: Path) -> None:
    result = export(package)
    out = package / "build" / "nasty-1.0"
    made = ["csv", "nasty-1.0-csv.zip", "parquet", "nasty-1.0-parquet.zip", "json", "nasty-1.0-json.zip"]
    made += ["dataset.jsonld", "SHA256SUMS"]
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "left out, as it is no table: notes",
        *(str(out / name) for name in made),
        str(out),
    ]
    assert result.stderr == ""
    assert all((out / name).exists() for name in made)
    assert [path.name for path in (package / "build").iterdir()] == ["nasty-1.0"]


def test_it_makes_only_the_formats_asked_for(package: Path, tmp_path: Path) -> None:
    assert export(package, "--out", tmp_path / "out", "--formats", "json, csv,csv").exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir() if path.is_dir()} == {"csv", "json"}


def test_it_reads_a_zip_and_releases_a_release_to_the_same_bytes(nasty_release: Path, tmp_path: Path) -> None:
    archive = nasty_release / "nasty-1.0-csv.zip"
    assert export(archive, "--out", tmp_path / "out", "--formats", "csv").exit_code == 0
    assert tree(tmp_path / "out" / "csv") == tree(nasty_release / "csv")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--formats", "csv,ods"], "'ods' is none of csv, parquet, json, ndjson, sqlite, duckdb, xlsx"),
        (["--formats", ""], "'' is none of"),
        (["--out", "{tmp}/package"], "holds files that no SHA256SUMS of a release lists (datapackage.json)"),
        (["--out", "{tmp}/package/things.csv"], "is a file"),
    ],
)
def test_it_cannot_run_with_such_options(package: Path, tmp_path: Path, arguments: list[str], message: str) -> None:
    before = tree(tmp_path)
    result = export(package, *(argument.format(tmp=tmp_path) for argument in arguments))
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert tree(tmp_path) == before


def test_it_cannot_run_without_a_package(tmp_path: Path) -> None:
    assert export(tmp_path / "nowhere", "--out", tmp_path / "out").exit_code == 2


def test_it_cannot_run_where_it_may_not_write(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("not here")

    monkeypatch.setattr(build, "write_sums", refuse)
    result = export(package)
    assert result.exit_code == 2
    assert "not here" in result.stderr


def test_a_package_with_errors_is_explained_and_not_released(package: Path, tmp_path: Path) -> None:
    break_a_key(package)
    result = export(package, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "things.csv:5:parent: foreign-key" in result.output
    assert result.stdout.splitlines()[-1] == "nothing was written"
    assert not (tmp_path / "out").exists()


def test_a_broken_descriptor_is_explained(package: Path) -> None:
    (package / "datapackage.json").write_text("{", encoding="utf-8")
    result = export(package)
    assert result.exit_code == 1
    assert "datapackage.json" in result.output


def test_a_release_replaces_the_one_before_and_leaves_nothing_beside_it(package: Path, tmp_path: Path) -> None:
    out = tmp_path / "releases" / "out"
    assert export(package, "--out", out).exit_code == 0
    assert export(package, "--out", out, "--formats", "csv").exit_code == 0
    assert {path.name for path in out.iterdir()} == {"csv", "nasty-1.0-csv.zip", "dataset.jsonld", "SHA256SUMS"}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_file_that_somebody_put_into_a_release_is_not_lost(package: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert export(package, "--out", out).exit_code == 0
    (out / "csv" / "my-notes.txt").write_text("mine", encoding="utf-8")
    result = export(package, "--out", out)
    assert result.exit_code == 2
    assert "csv/my-notes.txt" in result.stderr
    assert (out / "csv" / "my-notes.txt").exists()


def test_a_failed_run_leaves_the_old_release_untouched(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "releases" / "out"
    assert export(package, "--out", out).exit_code == 0
    before = tree(out.parent)

    def fail(*_: object) -> None:
        raise RuntimeError

    for module, step in ((packing, "write_zip"), (build, "write_sums")):
        with monkeypatch.context() as patch:
            patch.setattr(module, step, fail)
            assert isinstance(export(package, "--out", out).exception, RuntimeError)
        assert tree(out.parent) == before


def test_a_failed_replacement_puts_the_old_release_back(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "releases" / "out"
    assert export(package, "--out", out).exit_code == 0
    before, rename = tree(out.parent), Path.rename

    def fail_on_the_new(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError("disk trouble")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_on_the_new)
    assert export(package, "--out", out).exit_code == 2
    assert tree(out.parent) == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals and folder locks are POSIX")
@pytest.mark.parametrize("with_signal", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_leaves_the_old_release_and_the_next_clears_up(
    package: Path, tmp_path: Path, with_signal: signal.Signals
) -> None:
    out = tmp_path / "releases" / "out"
    assert export(package, "--out", out).exit_code == 0
    before = tree(out)
    arguments = [sys.executable, "-c", KILLED_BEFORE_THE_SUMS, str(package), "--out", str(out)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
        assert run.stdout
        assert run.stdout.readline() == "ready\n"
        assert export(package, "--out", tmp_path / "elsewhere").exit_code == 0
        assert export(package, "--out", out).exit_code == 0, "a run beside a living one does not disturb it"
        assert len(list(out.parent.iterdir())) == 2
        run.send_signal(with_signal)
        assert run.wait(timeout=20) != 0
    assert tree(out) == before
    assert len(list(out.parent.iterdir())) == (2 if with_signal == signal.SIGKILL else 1)
    assert export(package, "--out", out).exit_code == 0
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def run_elsewhere(out: Path, **environment: str) -> bytes:
    arguments = [sys.executable, str(ROOT / "scripts" / "export.py"), str(ROOT), "--out", str(out)]
    arguments += ["--formats", ",".join([*build.FORMATS, *build.FILES])]
    settings = os.environ | environment
    subprocess.run(arguments, check=True, capture_output=True, env=settings, cwd=out.parent)
    return (out / "SHA256SUMS").read_bytes()


def test_two_builds_are_equal_byte_for_byte_wherever_and_whenever(tmp_path: Path, real_release: Path) -> None:
    sums = (real_release / "SHA256SUMS").read_bytes()
    assert run_elsewhere(tmp_path / "a", TZ="Asia/Tokyo", LC_ALL="C", POLARS_MAX_THREADS="1") == sums
    assert run_elsewhere(tmp_path / "b", TZ="America/New_York", LC_ALL="C.UTF-8", POLARS_MAX_THREADS="7") == sums


def test_the_sums_cover_every_file_in_the_form_of_sha256sum(real_release: Path) -> None:
    lines = (real_release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    files = tree(real_release)
    assert list(listed) == sorted(files.keys() - {"SHA256SUMS"})
    assert all(hashlib.sha256(files[name]).hexdigest() == digest for name, digest in listed.items())
    if sha256sum := shutil.which("sha256sum"):
        arguments = [sha256sum, "--strict", "-c", "SHA256SUMS"]
        subprocess.run(arguments, cwd=real_release, check=True, capture_output=True)


@pytest.fixture
def zip_dates(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Result]:
    def export_dated(seconds: str) -> Result:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
        return export(package, "--out", tmp_path / "out", "--formats", "csv")

    return export_dated


def test_a_zip_is_flat_stored_sorted_and_dated_by_the_environment(
    zip_dates: Callable[[str], Result], tmp_path: Path
) -> None:
    for seconds, date in (("0", (1980, 1, 1, 0, 0, 0)), ("1751595600", (2025, 7, 4, 2, 20, 0))):
        assert zip_dates(seconds).exit_code == 0
        with zipfile.ZipFile(tmp_path / "out" / "nasty-1.0-csv.zip") as archive:
            entries = archive.infolist()
        names = ["croissant.json", "data-none.csv", "datapackage.json", "load_claims.R", "things.csv"]
        assert [entry.filename for entry in entries] == names
        assert {entry.date_time for entry in entries} == {date}
        assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
        assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert zip_dates("yesterday").exit_code == 2


def test_names_that_no_file_may_have_become_plain_ones(package: Path) -> None:
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"][0]["name"] = "datapackage"
    descriptor["resources"][1]["schema"]["foreignKeys"][0]["reference"]["resource"] = "datapackage"
    descriptor["version"] = "2/../x"
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    result = export(package, "--formats", "json")
    assert result.exit_code == 0, result.output
    (out,) = (package / "build").iterdir()
    assert out.name == "nasty-2-..-x"
    assert {path.name for path in (out / "json").iterdir()} == {
        "datapackage.json",
        "datapackage-2.json",
        "data-none.json",
    }
