"""`claimpack validate` side by side with frictionless and with the bare cost of reading: writes a table of ratios.

Every command is a process of its own, the commands take turns, and the table gives medians. Seconds differ from
machine to machine; the ratios are what to look at.
"""

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

from packages import write_package

COPY = (
    "import duckdb, sys; duckdb.connect().execute(f\"copy (from read_csv('{sys.argv[1]}/data/claims.csv', "
    "all_varchar = true)) to '{sys.argv[2]}' (format parquet, compression zstd)\")"
)
SINK = (
    "import polars, sys; polars.scan_csv(sys.argv[1] + '/data/claims.csv', infer_schema = False)"
    ".sink_parquet(sys.argv[2])"
)


class Run(NamedTuple):
    """One run of a command: wall clock seconds, and the largest memory of the process in megabytes."""

    seconds: float
    megabytes: float


def commands(package: Path, scratch: Path, *, with_frictionless: bool) -> dict[str, list[str]]:
    """Return the commands to compare, by name; the first is ours."""
    python = sys.executable
    bare = [str(package), str(scratch / "bare.parquet")]
    peers = {
        "`claimpack validate`, all tables, keys and rules": [python, "-m", "claimpack", "validate", str(package)],
        "bare DuckDB `COPY` of claims.csv to Parquet": [python, "-c", COPY, *bare],
        "bare Polars sink of claims.csv to Parquet": [python, "-c", SINK, *bare],
    }
    if with_frictionless:
        descriptor = str(package / "datapackage.json")
        peers["`frictionless validate`, all tables and keys"] = [python, "-m", "frictionless", "validate", descriptor]
    return peers


def run(command: Sequence[str]) -> Run:
    """Run a command to its end, whatever its verdict."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return Run(time.perf_counter() - start, usage.ru_maxrss / 1024)


def measure(package: Path, scratch: Path, runs: int, *, with_frictionless: bool) -> dict[str, Run]:
    """Return the median of each command, run in turns."""
    compared = commands(package, scratch, with_frictionless=with_frictionless)
    found: dict[str, list[Run]] = {name: [] for name in compared}
    for _ in range(runs):
        for name, command in compared.items():
            found[name].append(run(command))
    return {
        name: Run(statistics.median(r.seconds for r in those), statistics.median(r.megabytes for r in those))
        for name, those in found.items()
    }


@click.command()
@click.option("--claims", default=[10, 10_000, 100_000, 1_000_000], multiple=True, show_default=True)
@click.option("--runs", default=3, show_default=True)
@click.option("--most-frictionless", default=1_000_000, show_default=True, help="Leave frictionless out beyond.")
def main(claims: Sequence[int], runs: int, most_frictionless: int) -> None:
    """Print a Markdown table for packages of so many claims, made for the purpose."""
    click.echo("| claims | command | seconds | times ours | peak MB |\n|---|---|---|---|---|")
    for count in claims:
        with tempfile.TemporaryDirectory() as folder:
            package = Path(folder) / "package"
            write_package(package, count)
            medians = measure(package, Path(folder), runs, with_frictionless=count <= most_frictionless)
        ours = next(iter(medians.values()))
        for name, median in medians.items():
            ratio = median.seconds / ours.seconds
            click.echo(f"| {count} | {name} | {median.seconds:.2f} | {ratio:.2f} | {median.megabytes:.0f} |")


if __name__ == "__main__":
    main()
