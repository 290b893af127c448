"""`claimpack export` side by side with bare conversions of the same claims: writes a table of ratios.

Every command is a process of its own, the commands take turns, and the table gives medians. A release has all twelve
tables of the package, the computed ones, zips and hashes; the conversions have claims.csv alone.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from validation import measure, print_head, print_rows

PACKAGES = str(Path(__file__).parent / "packages.py")

CONVERT = (
    "import polars, sys\n"
    "claims = polars.scan_csv(sys.argv[1] + '/data/claims.csv')\n"
    "claims.sink_csv(sys.argv[2] + '.csv')\n"
    "claims.sink_parquet(sys.argv[2] + '.parquet')\n"
    "claims.sink_ndjson(sys.argv[2] + '.ndjson')\n"
)
CONVERTED = "Polars sinks of claims.csv to CSV, Parquet, NDJSON"


def commands(package: Path, scratch: Path) -> dict[str, list[str]]:
    """Return the commands to compare, by name."""
    ours = [sys.executable, "-m", "claimpack"]
    return {
        CONVERTED: [sys.executable, "-c", CONVERT, str(package), str(scratch / "bare")],
        "`claimpack validate`": [*ours, "validate", str(package)],
        "`claimpack reconcile`": [*ours, "reconcile", str(package), "--out", str(scratch / "computed")],
        "`claimpack export --formats csv,parquet,ndjson`": [
            *ours, "export", str(package), "--formats", "csv,parquet,ndjson", "--out", str(scratch / "release"),
        ],
    }  # fmt: skip


@click.command()
@click.option("--claims", default=[10_000, 100_000, 1_000_000], multiple=True, show_default=True)
@click.option("--runs", default=1, show_default=True)
def main(claims: Sequence[int], runs: int) -> None:
    """Print a Markdown table for packages of so many claims, made for the purpose."""
    print_head("sinks")
    for count in claims:
        with tempfile.TemporaryDirectory() as folder:
            package = Path(folder) / "package"
            # In a process of its own: what this one takes in memory would count for each command that it starts.
            subprocess.check_output([sys.executable, PACKAGES, str(package), str(count)])  # noqa: S603
            medians = measure(commands(package, Path(folder)), runs)
        print_rows(count, medians, CONVERTED)


if __name__ == "__main__":
    main()
