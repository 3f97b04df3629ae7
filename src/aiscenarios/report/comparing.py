"""The page that compares results on the same draws; the first is the reference."""

from collections.abc import Iterator, Sequence

from aiscenarios.analysis import Comparison, compare
from aiscenarios.ensemble.result import Result
from aiscenarios.plots.rounding import points
from aiscenarios.report import chapters, sentences
from aiscenarios.report.page import Arm, Page, Section, panel
from aiscenarios.report.provenance import Table
from aiscenarios.report.single import origins, origins_note, scale_note, stale
from aiscenarios.report.words import Scale
from aiscenarios.scenario import evidence_for

__all__ = ["comparison"]


def comparison(results: Sequence[Result], scale: Scale) -> Page:
    """Everything a page shows of several results.

    Raises:
        InputError: the results do not share their draws.
    """
    compared = compare(*results)
    reference = results[0]
    known = evidence_for(reference.scenario)
    notes = (
        *_notes(compared, scale),
        *dict.fromkeys(line for result in results for line in stale(result, known)),
    )
    return Page(
        kind="Comparison of scenarios",
        title=", ".join(result.scenario.title for result in results),
        lead=(f"Every scenario is compared with {reference.scenario.title}, run by run on the same draws.",),
        arms=tuple(_conditions(result) for result in results),
        by=sentences.date(reference.scenario.by),
        answer=_answer(compared),
        notes=notes,
        clocks=sentences.clocks(reference, known),
        origins=origins(known),
        origins_note=origins_note(),
        sections=(
            _endings(compared),
            chapters.spreads(results),
            *(section for place in range(len(results)) for section in _arm(results, place)),
            chapters.numbers(reference, known),
            chapters.left_out(),
            chapters.definitions(reference),
            chapters.manifest(results, scale),
        ),
    )


def _conditions(result: Result) -> Arm:
    return Arm(result.scenario.title, sentences.conditional(sentences.unsourced(result.scenario)))


def _answer(compared: Comparison) -> Table:
    reference, *others = compared.results
    told = {(each.scenario, each.name): each.estimate for each in compared.estimates}
    rows = []
    first = sorted(reference.chances, key=lambda name: -reference.chances[name].value)
    for name in dict.fromkeys((*first, *(name for result in others for name in result.chances))):
        asked = next(result for result in compared.results if name in result.chances)
        row = [asked.judgement[name].title, _cell(reference, name)]
        for label, result in zip(compared.labels[1:], others, strict=True):
            row += [
                _cell(result, name),
                points(told[label, name]) if (label, name) in told else "\N{EN DASH}",
            ]
        rows.append(tuple(row))
    titles = [cell for result in others for cell in (result.scenario.title, "points against the reference")]
    header = ("ending", f"{reference.scenario.title} (reference)", *titles)
    return Table("Chance of each ending, with its sampling range (90%).", header, tuple(rows))


def _cell(result: Result, name: str) -> str:
    """An ending's chance; endings of a scenario's own are asked of that scenario alone."""
    return sentences.cell(result.chances[name]) if name in result.chances else "not asked"


def _notes(compared: Comparison, scale: Scale) -> Iterator[str]:
    largest = compared.largest
    if largest is not None:
        title = compared.results[0].judgement[largest.name].title
        result = compared.results[compared.labels.index(largest.scenario)]
        yield f"Largest difference: {result.scenario.title}. {sentences.difference(title, largest.estimate)}"
    yield "Points are percentage points on the same draws; a range that holds 0 can be luck of the draw."
    if rounded := sentences.differences_rounded(each.estimate for each in compared.estimates):
        yield rounded
    yield sentences.NOT_EXCLUSIVE
    for result in compared.results:
        told = {ending.title: sentences.already(result, name) for name, ending in result.judgement.items()}
        begun = "".join(f" {title} is {words}." for title, words in told.items() if words)
        yield f"{result.scenario.title}. {sentences.failures(result)}{begun}"
    yield sentences.believed(compared.results[0].manifest.beliefs, compared.results[0].scenario.as_of)
    yield from dict.fromkeys(sentences.known_present(result.present) for result in compared.results)
    yield from sentences.coarse(*compared.results)
    yield scale_note(scale)


def _endings(compared: Comparison) -> Section:
    pairs = zip(compared.labels[1:], compared.results[1:], strict=True)
    lines = tuple(f"{result.scenario.title}. {_told(compared, label)}" for label, result in pairs)
    return Section("endings", "Chance of each ending", lines, (panel(compared.results, "endings"),))


def _told(compared: Comparison, label: str) -> str:
    """Differences of one scenario that luck cannot explain, the largest first."""
    titles, known = compared.results[0].judgement, (each for each in compared.sure if each.scenario == label)
    parts = [f"{titles[each.name].title} {points(each.estimate)}" for each in known]
    if not parts:
        return "No chance differs from the reference by more than the luck of the draw can explain."
    return f"Points against the reference: {', '.join(parts)}. No other ending differs by more than luck."


def _arm(results: Sequence[Result], place: int) -> Iterator[Section]:
    """One scenario's own figures, against the reference unless it is the reference itself."""
    result = results[place]
    shown = (results[0], result) if place else (result,)
    panels = (
        panel(shown, "by_date"),
        panel(shown, "net_flow", group="all"),
        panel(shown, "links"),
        panel(shown, "timeline"),
        *chapters.fan_panels(shown),
    )
    told = tuple(filter(None, [result.scenario.story]))
    yield Section(f"scenario-{place + 1}", result.scenario.title, told, panels)
    yield chapters.why_not(result, f"-{place + 1}", f": {result.scenario.title}")
