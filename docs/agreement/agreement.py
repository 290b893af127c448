"""How far two codings of one text agree: prints the table that README.md beside this file shows.

Claims are matched one to one, the pair with the largest overlap of spans first; ties go to the pair whose spans
share the larger part of what they cover. Agreement on matched pairs is Krippendorff's alpha for nominal data
(Krippendorff, Content Analysis, 4th edition 2018, chapter 12), which is 1 for perfect agreement and 0 for what
chance alone would give.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import krippendorff

FOLDER = Path(__file__).parent
COMPARED = ("stance", "attribution", "claimant_id", "measure_id")
NO_VALUE = "(none)"


class Coding(NamedTuple):
    """One coder's claims of the text, and the set of characters that each claim's fragments cover."""

    claims: dict[str, dict[str, str]]
    characters: dict[str, set[int]]


class Pair(NamedTuple):
    """A claim of each coding that overlap: by how many characters, and by what part of all they cover."""

    overlap: int
    share: float
    first: str
    second: str


def read_coding(name: str) -> Coding:
    """Read `<name>-claims.csv` and `<name>-evidence.csv`."""
    claims = {row["claim_id"]: row for row in _rows(f"{name}-claims.csv")}
    characters: dict[str, set[int]] = defaultdict(set)
    for row in _rows(f"{name}-evidence.csv"):
        characters[row["claim_id"]] |= set(range(int(row["char_start"]), int(row["char_end"])))
    return Coding(claims, characters)


def match(first: Coding, second: Coding) -> list[Pair]:
    """Return pairs of claims, each claim in one pair at most, the largest overlap first."""
    pairs: list[Pair] = []
    taken: set[str] = set()
    for pair in sorted(_overlapping(first, second), key=lambda pair: (-pair.overlap, -pair.share, pair[2:])):
        if not taken & {pair.first, pair.second}:
            taken |= {pair.first, pair.second}
            pairs.append(pair)
    return pairs


def alpha(first: Coding, second: Coding, pairs: list[Pair], column: str) -> float:
    """Return Krippendorff's alpha of a column over matched pairs, an empty cell being a value of its own."""
    values = [
        [first.claims[pair.first][column] or NO_VALUE for pair in pairs],
        [second.claims[pair.second][column] or NO_VALUE for pair in pairs],
    ]
    return krippendorff.alpha(values, value_domain=sorted({*values[0], *values[1]}), level_of_measurement="nominal")


def _overlapping(first: Coding, second: Coding) -> Iterator[Pair]:
    for one, its in first.characters.items():
        for other, theirs in second.characters.items():
            if overlap := len(its & theirs):
                yield Pair(overlap, overlap / len(its | theirs), one, other)


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@click.command()
def main() -> None:
    """Print the agreement of the two codings beside this script as a Markdown table."""
    first, second = read_coding("first"), read_coding("second")
    pairs = match(first, second)
    click.echo("| | first coding | second coding |\n|---|---|---|")
    click.echo(f"| claims | {len(first.claims)} | {len(second.claims)} |")
    unmatched = [len(coding.claims) - len(pairs) for coding in (first, second)]
    shares = [
        f"{count} ({count / len(coding.claims):.0%})" for count, coding in zip(unmatched, (first, second), strict=True)
    ]
    click.echo(f"| without a match | {shares[0]} | {shares[1]} |")
    click.echo(f"\n| over {len(pairs)} matched pairs | the same | Krippendorff's alpha |\n|---|---|---|")
    for column in COMPARED:
        same = sum(first.claims[pair.first][column] == second.claims[pair.second][column] for pair in pairs)
        click.echo(f"| `{column}` | {same / len(pairs):.0%} | {alpha(first, second, pairs, column):.2f} |")


if __name__ == "__main__":
    main()
