"""An answer on the screen: IF, THEN, the chance of each ending, and on what the answer hangs."""

from collections.abc import Iterator, Sequence

from aiscenarios import evidence
from aiscenarios.analysis import Comparison
from aiscenarios.cli import screen
from aiscenarios.cli.screen import Column
from aiscenarios.ensemble import Estimate, Result
from aiscenarios.plots.rounding import estimate, percent_range
from aiscenarios.report import sentences
from aiscenarios.report.words import Scale

__all__ = ["comparison", "has_failed", "particulars", "single"]

_SIDE_BY_SIDE = 3
"""Scenarios in one table, the reference among them."""


def single(result: Result, scale: Scale) -> None:
    """Print the chance of each ending in one scenario."""
    screen.heading(result.scenario.title)
    print("IF")
    _conditions(result)
    print(f"THEN, by {sentences.date(result.scenario.by)},\n")
    columns = (Column("ending"), Column("chance"), Column("sampling range (90%)", "right", widest=14))
    rows = []
    for name, found in result.chances.items():
        title = _titled(result, name)
        rows.append((title, sentences.in_words(found, scale), percent_range(found.low, found.high)))
    screen.table(columns, rows)
    print()
    screen.paragraph(f"{sentences.NOT_EXCLUSIVE} {sentences.failures(result)}")
    _clocks(result)


def _conditions(result: Result) -> None:
    for condition in sentences.conditional(result.scenario):
        screen.paragraph(condition, indent=2, first="  - ")


def _titled(result: Result, name: str) -> str:
    """An ending's title, and whether it was so at the start."""
    already = sentences.already(result, name)
    return "\n".join(filter(None, (result.judgement[name].title, f"({already})" if already else "")))


def _clocks(result: Result) -> None:
    dates = sentences.clocks(result, evidence.load())
    screen.paragraph(" · ".join(f"{clock.name} {clock.when}" for clock in dates))


def comparison(compared: Comparison) -> None:
    """Print ending x scenario: chance, sampling range, and points against the first scenario."""
    reference, *others = compared.results
    print()
    for place, result in enumerate(compared.results):
        print(f"{'IF' if place == 0 else 'OR IF'}, in {result.scenario.title},")
        _conditions(result)
    print(f"THEN, by {sentences.date(reference.scenario.by)}, the chance of each ending (sampling range, 90%) is\n")
    beside = _SIDE_BY_SIDE - 1
    for first in range(0, len(others), beside):
        _side_by_side(compared, range(first + 1, min(first + beside, len(others)) + 1))
        print()
    screen.paragraph(
        f"In the second lines: percentage points against {reference.scenario.title}, run by run on the same draws; a"
        f" range that holds 0 can be luck of the draw. {sentences.NOT_EXCLUSIVE}"
    )
    for line in _failures(compared.results):
        screen.paragraph(line)
    _clocks(reference)


def _side_by_side(compared: Comparison, places: range) -> None:
    reference = compared.results[0]
    shown = [reference, *(compared.results[place] for place in places)]
    told = {(each.scenario, each.name): each.estimate for each in compared.estimates}
    columns = [Column("ending"), *(Column(result.scenario.title) for result in shown)]
    rows = []
    for name, found in reference.chances.items():
        row = [reference.judgement[name].title, f"{_cell(reference, name, found)}\n"]
        for place in places:
            other, label = compared.results[place], compared.labels[place]
            if name in other.chances:
                row.append(f"{_cell(other, name, other.chances[name])}\n{sentences.points_of(told[label, name])}")
            else:
                row.append("-")
        rows.append(row)
    rows.append(["failed runs", *(f"{int(result.failed.sum()):,} of {result.runs:,}" for result in shown)])
    screen.table(columns, rows)


def _cell(result: Result, name: str, found: Estimate) -> str:
    return "\n".join(filter(None, (_estimated(found), sentences.already(result, name))))


def _estimated(found: Estimate) -> str:
    return estimate(found.value, found.low, found.high)


def _failures(results: Sequence[Result]) -> Iterator[str]:
    """Why runs failed, scenario by scenario, where any did."""
    if not has_failed(*results):
        yield f"All {results[0].runs:,} runs of each scenario finished."
    for result in results:
        if result.failed.any():
            yield f"{result.scenario.title}: {sentences.failures(result)}"


def particulars(result: Result) -> None:
    """Print what technical readers ask for."""
    made = result.manifest
    rows = (
        ("digest of the stored values", result.digest), ("fingerprint", made.fingerprint), ("seed", str(made.seed)),
        ("agents a run", f"{made.agents:,}"), ("beliefs", made.beliefs), ("kernel", made.kernel),
        ("machine", made.machine), ("versions", ", ".join(f"{name} {number}" for name, number in made.versions.items())),
    )  # fmt: skip
    screen.table((Column("particulars"), Column(made.scenario)), rows)


def has_failed(*results: Result) -> bool:
    """Whether any run of any result broke off."""
    return any(bool(result.failed.any()) for result in results)
