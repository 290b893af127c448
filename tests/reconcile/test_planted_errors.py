"""The benchmark of planted mistakes plants what it says, and scores what it says."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from conftest import ROOT
from planted_attacks import Attack, Told, attacks, write_tables
from planted_errors import FIGURES, MISTAKES, main, solve
from planted_scores import Verdict, verdict


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311  # no secret


def planted(mistakes: Sequence[int], events: int = 5) -> list[Attack]:
    random = seeded(3)
    return [
        attack
        for figures in FIGURES
        for count in mistakes
        for attack in islice(attacks(random, figures, count), events)
    ]


def put_right(attack: Attack) -> Iterator[Told]:
    """Yield the figures of an attack, the wrong ones as they were meant, without those that are superseded."""
    meant = {mistake[:2]: mistake.read_as for mistake in attack.mistakes}
    for told in attack.figures:
        measure = meant.get(told[:2], told.measure)
        if measure is not None:
            yield told._replace(measure=measure)


def test_attacks_without_mistakes_fit(tmp_path: Path) -> None:
    some = planted([0])
    solved = solve(write_tables(tmp_path, seeded(4), some))
    assert [len(solved.figures[f"event-{number}"]) for number in range(len(some))] == [len(one.figures) for one in some]
    assert not solved.ours


def test_what_is_planted_explains_every_conflict(tmp_path: Path) -> None:
    some = planted(MISTAKES)
    assert solve(write_tables(tmp_path, seeded(4), some)).ours
    right = [Attack(list(put_right(attack)), frozenset()) for attack in some]
    assert not solve(write_tables(tmp_path, seeded(4), right)).ours


def test_attacks_have_the_figures_and_mistakes_asked_for() -> None:
    for figures in FIGURES:
        for mistakes in MISTAKES:
            for attack in islice(attacks(seeded(5), figures, mistakes), 20):
                told = {told[:2] for told in attack.figures}
                assert len(told) == len(attack.figures) == figures
                assert len(attack.mistakes) == mistakes
                assert {mistake[:2] for mistake in attack.mistakes} <= told
                assert all(1 <= told.outlets <= 4 for told in attack.figures)


def test_same_seed_same_table() -> None:
    printed = [CliRunner().invoke(main, ["--events", "1", "--show", "2", "--seed", seed]) for seed in ("1", "1", "2")]
    assert [result.exit_code for result in printed] == [0, 0, 0]
    assert printed[0].output == printed[1].output != printed[2].output


@pytest.mark.slow
def test_published_table_is_what_the_benchmark_prints() -> None:
    call = [sys.executable, str(ROOT / "benchmarks" / "planted_errors.py")]
    table, _ = subprocess.run(call, capture_output=True, text=True, check=True).stdout.split("\n\n")
    assert table.count("\n") == len(FIGURES) * len(MISTAKES) + 1
    assert table in (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([{"a"}, {"b"}], "only"),
        ([{"a", "x"}, {"b"}], "among"),
        ([{"ab"}], "only"),
        ([{"a"}, {"b"}, {"c"}], "not"),
        ([{"a"}], "not"),
        ([{"a", "b"}], "not"),
        ([{"ax"}, {"b"}], "not"),
        ([], "not"),
    ],
)
def test_verdicts_are_about_all_ways_to_combine_the_parts(parts: list[set[str]], expected: Verdict) -> None:
    assert verdict(frozenset("ab"), [{frozenset(one) for one in part} for part in parts]) == expected
