"""The page of one result."""

from collections.abc import Iterator

from aiscenarios.ensemble.result import Result
from aiscenarios.evidence import Evidence
from aiscenarios.plots.rounding import percent_range
from aiscenarios.report import chapters, sentences
from aiscenarios.report.page import Arm, Page
from aiscenarios.report.provenance import Table
from aiscenarios.report.words import Scale
from aiscenarios.scenario import evidence_for

__all__ = ["origins", "origins_note", "scale_note", "single", "stale"]


def single(result: Result, reference: Result | None, scale: Scale) -> Page:
    """Everything a page shows of one result.

    Args:
        result: the result.
        reference: the reference case drawn in its figures, if there is one.
        scale: the probability words.
    """
    story = result.scenario
    known = evidence_for(story)
    shown = (reference, result) if reference is not None else (result,)
    return Page(
        kind="Scenario report",
        title=story.title,
        lead=tuple(filter(None, (story.question, story.story))),
        arms=(Arm("", sentences.conditional(sentences.unsourced(story))),),
        by=sentences.date(story.by),
        answer=_answer(result, scale),
        notes=tuple(_notes(result, known, scale)),
        clocks=sentences.clocks(result, known),
        origins=origins(known),
        origins_note=origins_note(),
        sections=(
            chapters.endings(shown),
            chapters.outcomes(shown),
            chapters.links(shown),
            chapters.talent(shown),
            chapters.one_run(shown),
            chapters.why_not(result),
            chapters.numbers(result, known),
            chapters.left_out(),
            chapters.definitions(result),
            chapters.manifest(shown, scale),
        ),
    )


def _answer(result: Result, scale: Scale) -> Table:
    ranked = sorted(result.chances, key=lambda name: -result.chances[name].value)
    rows = []
    for name in ranked:
        found = result.chances[name]
        remarks = (sentences.already(result, name), sentences.confidence(found, scale))
        rows.append((
            result.judgement[name].title, sentences.in_words(found, scale),
            percent_range(found), " ".join(_stopped(remark) for remark in remarks if remark),
        ))  # fmt: skip
    header = ("ending", "chance", "sampling range (90%)", "remarks")
    return Table("Chance of each ending.", header, tuple(rows))


def _stopped(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


def _notes(result: Result, evidence: Evidence, scale: Scale) -> Iterator[str]:
    yield sentences.NOT_EXCLUSIVE
    yield sentences.failures(result)
    yield sentences.believed(result.manifest.beliefs, result.scenario.as_of)
    yield sentences.known_present(result.present)
    yield from sentences.coarse(result)
    yield scale_note(scale)
    yield from stale(result, evidence)


def scale_note(scale: Scale) -> str:
    """Where the probability words come from, and what a sampling range is."""
    return (
        f"Words follow {scale.title}, with the range each stands for. {scale.note} The sampling range says "
        "how far luck of the draw alone could move a chance; that the model may be wrong is not in it."
    )


def stale(result: Result, evidence: Evidence) -> Iterator[str]:
    """A warning where the evidence has changed since the result was made."""
    if result.manifest.evidence != evidence.fingerprint:
        yield (
            "The coded evidence has changed since this was run: the tables of numbers below show it as it is "
            "now, the chances as it was."
        )


def origins(evidence: Evidence) -> tuple[tuple[str, int], ...]:
    """How many of the model's numbers have which origin."""
    return tuple(evidence.origins().items())


def origins_note() -> str:
    """What the origins mean."""
    return (
        "Numbers of the model by origin: a cited fact; a claim of an article that moved a belief; our "
        "assumption; recalled, a source that was not re-checked."
    )
