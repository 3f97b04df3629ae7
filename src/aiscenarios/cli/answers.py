"""An answer on the screen: IF, THEN, the chance of each ending, and on what the answer hangs."""

from aiscenarios.analysis import Comparison
from aiscenarios.cli import screen
from aiscenarios.cli.plain import quoted, say
from aiscenarios.cli.screen import Column
from aiscenarios.ensemble import Result
from aiscenarios.ensemble.intervals import proportion
from aiscenarios.plots.rounding import estimate, percent_range, points
from aiscenarios.report import sentences
from aiscenarios.report.words import Scale
from aiscenarios.scenario import evidence_for

__all__ = ["comparison", "particulars", "single", "stored", "warn_of_few_agents"]

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
        rows.append((title, sentences.in_words(found, scale), percent_range(found)))
    screen.table(columns, rows)
    print()
    screen.paragraph(f"{sentences.NOT_EXCLUSIVE} {sentences.failures(result)}")
    _foot(result, result)


def _conditions(result: Result) -> None:
    """What the scenario sets; ``show`` adds the sources."""
    for condition in sentences.conditional(sentences.unsourced(result.scenario)):
        screen.paragraph(f"  - {condition}", indent=2)


def _titled(result: Result, name: str) -> str:
    """An ending's title, marked where it was so at the start in any run."""
    return result.judgement[name].title + (" *" if sentences.already(result, name) else "")


def _foot(result: Result, *shown: Result) -> None:
    """Endings that were so at the start, from where the runs go on, and the clocks."""
    held = {name: sentences.already(result, name) for name in result.judgement}
    told = [f"{result.judgement[name].title} {words}" for name, words in held.items() if words]
    if told:
        screen.paragraph(f"* {'; '.join(told)}.")
    screen.paragraph(sentences.believed(result.manifest.beliefs, result.scenario.as_of))
    for line in dict.fromkeys(sentences.known_present(each.present) for each in shown):
        screen.paragraph(line)
    dates = sentences.clocks(result, evidence_for(result.scenario))
    screen.paragraph(" · ".join(f"{clock.name} {clock.when}" for clock in dates))


def comparison(compared: Comparison) -> None:
    """Print ending x scenario: chance, sampling range, and points against the first scenario."""
    reference, *others = compared.results
    print()
    for place, result in enumerate(compared.results):
        print(f"{'IF' if place == 0 else 'OR IF'}, in {result.scenario.title},")
        _conditions(result)
    by = sentences.date(reference.scenario.by)
    print(f"THEN, by {by}, the chance of each ending (sampling range, 90%) is\n")
    beside = _SIDE_BY_SIDE - 1
    for first in range(0, len(others), beside):
        _side_by_side(compared, range(first + 1, min(first + beside, len(others)) + 1))
        print()
    screen.paragraph(
        f"Second lines: percentage points against {reference.scenario.title}, run by run on the same draws; a"
        f" range that holds 0 can be luck of the draw."
        f" {sentences.differences_rounded(each.estimate for each in compared.estimates)}"
        f" {sentences.NOT_EXCLUSIVE}"
    )
    screen.paragraph(sentences.failures(*compared.results))
    _foot(reference, *compared.results)


def _side_by_side(compared: Comparison, places: range) -> None:
    reference = compared.results[0]
    shown = [reference, *(compared.results[place] for place in places)]
    columns = [Column("ending"), *(Column(result.scenario.title) for result in shown)]
    rows = []
    for name, found in reference.chances.items():
        cells = [_against(compared, place, name) for place in places]
        rows.append([_titled(reference, name), f"{estimate(found)}\n", *cells])
    for name in dict.fromkeys(name for result in shown for name in result.chances):
        if name not in reference.chances:
            title = next(_titled(result, name) for result in shown if name in result.chances)
            rows.append([title, "not asked\n", *(_against(compared, place, name) for place in places)])
    rows.append(["failed runs", *(f"{int(result.failed.sum()):,} of {result.runs:,}" for result in shown)])
    screen.table(columns, rows)


def _against(compared: Comparison, place: int, name: str) -> str:
    """An ending's chance in one scenario, and the points against the reference below it."""
    result, label = compared.results[place], compared.labels[place]
    if name not in result.chances:
        return "not asked"
    told = (each for each in compared.estimates if (each.scenario, each.name) == (label, name))
    return "\n".join((estimate(result.chances[name]), *(points(each.estimate) for each in told)))


def particulars(result: Result) -> None:
    """Print what technical readers ask for."""
    made = result.manifest
    rows = (
        ("digest of the stored values", result.digest),
        ("fingerprint", made.fingerprint),
        ("seed", str(made.seed)),
        ("agents a run", f"{made.agents:,}"),
        ("beliefs", made.beliefs),
        ("kernel", made.kernel),
        ("machine", made.machine),
        ("versions", ", ".join(f"{name} {number}" for name, number in made.versions.items())),
    )
    screen.table((Column("particulars"), Column(made.scenario)), rows)
    _weighing(result)


def _weighing(result: Result) -> None:
    """By what runs are weighed, and the chances if all of them counted alike."""
    found = result.present
    if not found.values:
        return
    print()
    names = ", ".join(target.name for target in found.values)
    screen.paragraph(
        f"Runs weighed by {names}: worth {found.effective:,.0f} (Kish), k-hat {found.found.khat:.2f}."
    )
    if result.weights is not None:
        alike = {name: proportion(ending.true, result.failed) for name, ending in result.judgement.items()}
        rows = [(_titled(result, name), estimate(each)) for name, each in alike.items()]
        screen.table((Column("ending"), Column("if all runs counted alike")), rows)


def stored(*results: Result) -> None:
    """Print where results lie, and the command that makes a page of them."""
    print("\nStored in")
    for result in results:
        screen.path(result.folder)
        if result.runs < result.manifest.runs:
            print(
                f"  (these are the first {result.runs:,} of the {result.manifest.runs:,} runs stored there)"
            )
    print(f"Next: aiscenarios report {' '.join(quoted(result.folder) for result in results)}")


def warn_of_few_agents(*results: Result) -> None:
    """Say on stderr what is coarse, a line for each number of agents that is few."""
    for line in sentences.coarse(*results):
        say(f"Warning: {line}")
