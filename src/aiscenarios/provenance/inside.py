"""What only an archive holds: evidence, the resolved scenario and the page, held against the result."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiscenarios import evidence as room
from aiscenarios import report
from aiscenarios.ensemble.manifest import Manifest, versions
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.store import CONFIG
from aiscenarios.errors import InputError
from aiscenarios.evidence.fitted_file import FITTED, PRIOR
from aiscenarios.provenance import claims, layout, material
from aiscenarios.provenance.case import Case
from aiscenarios.provenance.verdict import Finding
from aiscenarios.scenario import evidence_for

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["can_tell", "evidence", "page"]


def evidence(case: Case, scenario: "Scenario") -> Iterator[Finding]:
    """Whether the evidence inside is what the runs were made from; if not, each claim that says otherwise."""
    assert case.archive is not None
    folder, here = case.archive / layout.EVIDENCE, evidence_for(scenario)
    ours = room.load()
    if (case.archive / layout.RESOLVED).read_bytes() != (case.store.folder / CONFIG).read_bytes():
        yield Finding(layout.RESOLVED, f"is not the scenario of {layout.RESULT}/{CONFIG}")
    try:
        there = room.load(folder)
    except InputError as problem:
        yield Finding(layout.EVIDENCE, f"cannot be read: {problem}".replace(f"{folder}/", ""))
        return
    known = there if scenario.as_of is None else there.known_by(scenario.as_of)
    if known.fingerprint == case.made.evidence == here.fingerprint:
        yield from _other_files(case)
        return
    if known.fingerprint != case.made.evidence:
        yield Finding(layout.EVIDENCE, "is not the evidence that the runs were made from")
    source = "the runs were made from" if here.fingerprint == case.made.evidence else "this version carries"
    for each in claims.differences(layout.EVIDENCE, there, ours):
        yield Finding(each.file, f"{each.what} (the first is what {source})", each.details)


def _other_files(case: Case) -> Iterator[Finding]:
    """Files of the evidence that say the same, or that no claim is in, and are not this version's."""
    assert case.archive is not None
    inside = material.evidence_files(case.archive / layout.EVIDENCE)
    for name, path in material.evidence_files().items():
        if name not in inside:
            yield Finding(f"{layout.EVIDENCE}/{name}", "is missing")
        elif inside[name].read_bytes() != path.read_bytes():
            yield Finding(f"{layout.EVIDENCE}/{name}", "is not the file that this version carries")


def can_tell(case: Case, here: Manifest) -> bool:
    """Whether the page can be made again to the letter.

    The same versions on the same kind of machine can, unless the page names a fit by a path of elsewhere.
    """
    made = case.made
    alike = (made.versions, made.kernel, made.machine) == (versions(), here.kernel, here.machine)
    return alike and made.beliefs in {PRIOR, FITTED}


def page(case: Case, result: Result, here: Manifest) -> Iterator[Finding]:
    """Whether the page inside is the one that the result gives, where that can be told."""
    assert case.archive is not None
    file = case.archive / layout.REPORT
    if not can_tell(case, here):
        return
    if not file.is_file():
        yield Finding(layout.REPORT, "is missing")
    elif file.read_text(encoding="utf-8", errors="replace") != report.html([result]):
        yield Finding(layout.REPORT, "is not the page that this result gives")
