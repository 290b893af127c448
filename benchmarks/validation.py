"""`claimpack validate` side by side with its peers and with the bare cost of reading: writes a table of ratios.

Every command is a process of its own, the commands take turns, and the table gives medians. Seconds differ from
machine to machine and from hour to hour; the ratios are what to look at.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

COPY = (
    "import duckdb, sys; duckdb.connect().execute(f\"copy (from read_csv('{sys.argv[1]}/data/claims.csv', "
    "all_varchar = true)) to '{sys.argv[2]}' (format parquet, compression zstd)\")"
)
SINK = (
    "import polars, sys; polars.scan_csv(sys.argv[1] + '/data/claims.csv', infer_schema = False)"
    ".sink_parquet(sys.argv[2])"
)
VERSIONS = (
    "import platform; from importlib.metadata import distributions; "
    "print(*sorted(f'{d.name} {d.version}' for d in distributions() if d.name in "
    "{'claimpack', 'dataframely', 'duckdb', 'frictionless', 'pandas', 'pandera', 'pointblank', 'polars'}), sep = ', ')"
)
STARTED = "`frictionless validate`, one table"
COPIED = "bare DuckDB `COPY` of claims.csv to Parquet"
PEERS = {
    "Pandera on pandas, claims": "pandera-pandas",
    "Pandera on Polars, claims": "pandera-polars",
    "dataframely, claims without foreign keys": "dataframely",
    "pointblank, claims without foreign keys": "pointblank",
}


class Run(NamedTuple):
    """What a command took: seconds on the wall clock, seconds of all cores, and the largest memory in megabytes."""

    seconds: float
    core_seconds: float
    megabytes: float


class Packages(NamedTuple):
    """The packages of one size: all tables, claims with what their keys point to, and all with errors in it."""

    whole: Path
    keyed: Path
    broken: Path


def write_packages(folder: Path, claims: int) -> Packages:
    """Write the packages of a size; three in ten claims of the last have an error.

    In processes of their own: what this process takes in memory would count for each command that it starts.
    """
    packages = Packages(folder / "whole", folder / "keyed", folder / "broken")
    script = str(Path(__file__).parent / "packages.py")
    for path, options in zip(packages, ([], ["--keyed"], ["--errors", str(claims * 3 // 10)]), strict=True):
        subprocess.check_output([sys.executable, script, str(path), str(claims), *options])  # noqa: S603
    return packages


def start_commands(folder: Path) -> dict[str, list[str]]:
    """Write a package of one table of ten rows; return the commands to compare on it: what it takes to start."""
    folder.mkdir()
    (folder / "events.csv").write_text("event_id,injured\n" + "".join(f"event-{n},{n}\n" for n in range(10)))
    fields = [{"name": "event_id", "type": "string"}, {"name": "injured", "type": "integer"}]
    events = {"name": "events", "path": "events.csv", "schema": {"fields": fields, "primaryKey": ["event_id"]}}
    (folder / "datapackage.json").write_text(json.dumps({"name": "ten-rows", "resources": [events]}))
    return {
        STARTED: [sys.executable, "-m", "frictionless", "validate", str(folder / "datapackage.json")],
        "`claimpack validate`, one table": [sys.executable, "-m", "claimpack", "validate", str(folder)],
    }


def commands(packages: Packages, scratch: Path, peers: Path | None, *, with_frictionless: bool) -> dict[str, list[str]]:
    """Return the commands to compare, by name."""
    python, whole = sys.executable, str(packages.whole)
    ours = [python, "-m", "claimpack", "validate"]
    bare = [whole, str(scratch / "bare.parquet")]
    compared = {
        COPIED: [python, "-c", COPY, *bare],
        "bare Polars sink of claims.csv to Parquet": [python, "-c", SINK, *bare],
        "`claimpack validate`, claims and the 6 tables of their keys": [*ours, str(packages.keyed)],
        "the same, `--only frictionless`": [*ours, str(packages.keyed), "--only", "frictionless"],
        "`claimpack validate`, all 12 tables": [*ours, whole],
        "the same, `--only frictionless`, 12 tables": [*ours, whole, "--only", "frictionless"],
        "`claimpack validate`, 12 tables, an error in three of ten claims": [*ours, str(packages.broken)],
    }
    if with_frictionless:
        theirs = [python, "-m", "frictionless", "validate"]
        compared["`frictionless validate`, claims and the 6 tables"] = [
            *theirs,
            str(packages.keyed / "datapackage.json"),
        ]
        compared["`frictionless validate`, 12 tables"] = [*theirs, str(packages.whole / "datapackage.json")]
    if peers:
        script = str(Path(__file__).parent / "peers.py")
        compared |= {name: [str(peers), script, peer, whole] for name, peer in PEERS.items()}
    return compared


def run(command: Sequence[str]) -> Run:
    """Run a command to its end, whatever its verdict."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return Run(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measure(compared: dict[str, list[str]], runs: int) -> dict[str, Run]:
    """Return the median of each command, run in turns."""
    found: dict[str, list[Run]] = {name: [] for name in compared}
    for _ in range(runs):
        for name, command in compared.items():
            found[name].append(run(command))
    return {name: Run(*(statistics.median(part) for part in zip(*those, strict=True))) for name, those in found.items()}


def print_head(bare: str, of: str = "claims") -> None:
    """Print the head of a Markdown table of times for so many `of` something, and of ratios to a bare cost."""
    click.echo(f"| {of} | command | seconds | times {bare} | core seconds | times {bare} | peak MB |")
    click.echo("|---|---|---|---|---|---|---|")


def print_rows(count: int, medians: dict[str, Run], bare_name: str) -> None:
    """Print the rows of that table for packages of one size."""
    bare = medians[bare_name]
    for name, median in medians.items():
        wall = f"{median.seconds:.2f} | {median.seconds / bare.seconds:.2f}"
        cores = f"{median.core_seconds:.2f} | {median.core_seconds / bare.core_seconds:.2f}"
        click.echo(f"| {count} | {name} | {wall} | {cores} | {median.megabytes:.0f} |")


@click.command()
@click.option("--claims", default=[10, 10_000, 100_000, 1_000_000], multiple=True, show_default=True)
@click.option("--runs", default=3, show_default=True)
@click.option("--peers", type=click.Path(path_type=Path), help="The Python that has the peers.")
@click.option("--most-others", default=1_000_000, show_default=True, help="Leave others than us out beyond.")
def main(claims: Sequence[int], runs: int, peers: Path | None, most_others: int) -> None:
    """Print a Markdown table for packages of so many claims, made for the purpose."""
    for python in [sys.executable, *([str(peers)] if peers else [])]:
        click.echo(subprocess.check_output([python, "-c", VERSIONS], text=True).strip())  # noqa: S603
    click.echo(f"{os.cpu_count()} cores; medians of {runs} runs, in turns")
    click.echo()
    print_head("frictionless", of="rows")
    with tempfile.TemporaryDirectory() as folder:
        print_rows(10, measure(start_commands(Path(folder) / "ten"), runs), STARTED)
    click.echo()
    print_head("`COPY`")
    for count in claims:
        with tempfile.TemporaryDirectory() as folder:
            packages = write_packages(Path(folder), count)
            is_small = count <= most_others
            compared = commands(packages, Path(folder), peers if is_small else None, with_frictionless=is_small)
            medians = measure(compared, runs)
        print_rows(count, medians, COPIED)


if __name__ == "__main__":
    main()
