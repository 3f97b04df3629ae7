"""The check of a result or an archive, and its verdict: same bits, same within sampling, or different."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aiscenarios.ensemble import endings
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.asking import check_numbers
from aiscenarios.ensemble.chunks import Span
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.model import Model, assemble
from aiscenarios.ensemble.progress import Style, check_style
from aiscenarios.ensemble.reading import scenario_in
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.resume import refuse_other
from aiscenarios.errors import InputError
from aiscenarios.outcomes.headline import HEADLINE
from aiscenarios.provenance import again, hashes, inside, layout, sampling, stored
from aiscenarios.provenance.again import Again
from aiscenarios.provenance.case import Case, elsewhere
from aiscenarios.provenance.sampling import Sample
from aiscenarios.provenance.unpack import unpacked
from aiscenarios.provenance.verdict import DIFFERENT, SAME, WITHIN, Finding, Verdict

if TYPE_CHECKING:
    from aiscenarios.levers import UserLever
    from aiscenarios.outcomes import Outcome
    from aiscenarios.scenario import Scenario

__all__ = ["DEFAULT_RUNS", "verify"]

DEFAULT_RUNS = 1000
"""Runs that are simulated again unless another number is asked for: all of a common result."""
_INPUTS = ("config", "evidence", "parameters", "world", "agents", "quarters", "outcomes", "extensions")
"""Fields of identity without which simulating again says nothing."""


def verify(
    path: str | Path,
    runs: int = DEFAULT_RUNS,
    *,
    levers: "Sequence[UserLever]" = (),
    outcomes: "Sequence[Outcome]" = (),
    progress: Style = "auto",
) -> Verdict:
    """Check a stored result or an archive of one: every hash, every value that is simulated again.

    Nothing that the archive holds is run, and nothing is written but to a temporary folder.

    Args:
        path: folder of a result, or a file that ``archive`` wrote.
        runs: how many to simulate again, or all if there are fewer; spread over the chunks.
        levers: policies from outside the package that the result was made with.
        outcomes: outcomes from outside the package that it was made with.
        progress: on stderr: ``auto``, ``bar``, ``lines`` or ``none``.

    Raises:
        InputError: it is no result and no archive, is not finished, or needs code from outside that is not
            given.
    """
    check_numbers(runs=runs)
    check_style(progress)
    place = Path(path)
    if not place.exists():
        raise InputError("there is no such file or folder", file=str(path))
    own = tuple(levers), tuple(outcomes)
    if not (place.is_dir() or place.is_file()):
        raise InputError(
            "is a pipe or a device, not a file", file=str(path), hint="name a folder or an archive"
        )
    if place.is_dir():
        return _checked(Case(stores.open_store(place), None, *own), [], runs, progress)
    with unpacked(place) as folder:
        found = list(hashes.against_list(folder))
        try:
            store = stores.open_store(folder / layout.RESULT)
        except InputError as problem:
            if not found:
                raise InputError(f"{problem.message} inside", file=str(path)) from problem
            found.append(Finding(f"{layout.RESULT}/{stores.MANIFEST}", problem.message))
            return Verdict(verdict=DIFFERENT, because=_counted(found), findings=tuple(found))
        verdict = _checked(Case(store, folder, *own), found, runs, progress)
    return replace(verdict, sha256=hashes.of_file(place))


def _checked(case: Case, found: list[Finding], runs: int, progress: Style) -> Verdict:
    """The verdict, once what stands in the files has been looked at."""
    if case.made.digest is None:
        raise InputError(
            "is not finished", file=str(case.store.folder), hint="aiscenarios resume ends it; then verify it"
        )
    changed = list(stored.scenario(case))
    broken = list(stored.chunks(case))
    if changed:
        return _different(case, [*changed, *broken, *found])
    scenario = scenario_in(case.store)
    refuse_other(case.store, case.levers, case.outcomes)
    scenario = scenario.with_outside(case.levers, case.outcomes)
    model = assemble(scenario, case.made.seed, agents=case.made.agents, beliefs=case.beliefs)
    here = model.manifest(case.made.runs)
    of_archive = list(inside.evidence(case, scenario)) if case.archive is not None else []
    of_manifest = list(stored.identity(case, here))
    of_values = [] if broken else list(stored.digest(case))
    result = Result(case.store, scenario, endings.judge(scenario))
    # With other evidence runs are weighed otherwise, so that the summary would be, too.
    alike = case.made.evidence == here.evidence
    of_summary = list(stored.beside(case, result)) if alike and not broken else []
    told = [*of_archive, *of_manifest, *broken, *of_values, *of_summary]
    if case.archive is not None and not told:  # a page of changed values says nothing
        told += inside.page(case, result, here)
    if any(getattr(case.made, name) != getattr(here, name) for name in _INPUTS):
        return _different(case, [*told, *found])
    return _weighed(case, model, here, told, found, runs, progress)


def _weighed(
    case: Case, model: Model, here: Manifest, told: list[Finding], found: list[Finding], runs: int,
    progress: Style,
) -> Verdict:  # fmt: skip
    """The verdict after runs have been simulated again."""
    spans = again.chosen(case.store.spans, runs, _suspects(case, found))
    keep = _compared_columns(model.scenario, case.made.outcomes)
    search = any(each.what.startswith("digest") for each in told)
    said = again.simulate(case, model, spans, keep, search=search, progress=progress)
    verdict = Verdict(
        verdict=SAME, because=f"{_looked(said, case)} gave every stored bit again", simulated=said.runs,
        runs=case.made.runs, elsewhere=elsewhere(case.made, here), unchecked=tuple(_left(case, here, said)),
    )  # fmt: skip
    if not said.findings and not told and not found:
        return verdict
    if verdict.elsewhere and not told and not found:
        return _by_sampling(case, model, said, verdict)
    redrawn = [_another_seed(case)] if said.redrawn and said.findings and not told else []
    every = (*redrawn, *said.findings, *told, *found)
    return replace(verdict, verdict=DIFFERENT, because=_counted(every), findings=every)


def _suspects(case: Case, found: Sequence[Finding]) -> list[Span]:
    """Chunks of which a file is not the one that was archived."""
    files = {each.file for each in found}
    return [
        span
        for span in case.store.spans
        if files & {case.named(case.store.path(table, span)) for table in stores.TABLES}
    ]


def _another_seed(case: Case) -> Finding:
    return Finding(
        case.manifest_file, f"seed: every run that was simulated again was given other numbers with seed"
        f" {case.made.seed}: the runs were made with another seed, or drawn from other beliefs",
        (("field", "seed"),),
    )  # fmt: skip


def _by_sampling(case: Case, model: Model, said: Again, verdict: Verdict) -> Verdict:
    """The verdict on runs that were made elsewhere: bits may differ, figures may not."""
    scenario, units = model.scenario, case.made.outcomes
    columns = {name: np.concatenate(pieces) for name, pieces in said.columns.items()}
    headline = [each.column for each in HEADLINE if each.column in columns]
    judged = endings.endings(
        endings.of_scenario(scenario, units), columns, units, scenario.start, scenario.by
    )
    simulated = Sample(judged, {name: columns[name] for name in headline}, np.concatenate(said.failed))
    result = Result(case.store, scenario, endings.judge(scenario))
    kept = Sample(result.judgement, case.store.columns(headline), result.failed)
    count, apart = sampling.compared(kept, simulated, scenario.by, case.named(case.store.folder / "chunks"))
    if apart:
        return replace(verdict, verdict=DIFFERENT, because=_counted(apart), findings=tuple(apart))
    because = (
        f"{_looked(said, case)} did not give every stored bit, and machine, kernel or versions are others;"
        f" none of {count} figures is further from the stored one than sampling explains"
    )
    return replace(verdict, verdict=WITHIN, because=because)


def _compared_columns(scenario: "Scenario", units: Mapping[str, str]) -> tuple[str, ...]:
    """Outcome columns that endings speak of, and headline ones."""
    spoken = endings.columns_of(endings.of_scenario(scenario, units))
    return tuple(dict.fromkeys([*spoken, *(each.column for each in HEADLINE if each.column in units)]))


def _looked(said: Again, case: Case) -> str:
    """How many runs were simulated again, in words."""
    every = "all" if said.runs >= case.made.runs else f"{said.runs:,} of"
    return f"{every} {case.made.runs:,} runs, simulated again here,"


def _left(case: Case, here: Manifest, said: Again) -> Iterator[str]:
    """What this check says nothing of."""
    if said.runs < case.made.runs:
        yield (
            f"{case.made.runs - said.runs:,} runs were read and not simulated again; --runs"
            f" {case.made.runs} simulates all"
        )
    if case.archive is not None:
        yield "the wheel and the lock file inside were compared with the list of hashes and not run"
        if not inside.can_tell(case, here):
            yield "the report inside: only the same versions on the same kind of machine give it again"
        yield "who made the archive, and when: compare its SHA-256 with one published elsewhere"
    else:
        yield (
            "files beside the runs (reports, exports, updates, logs, scripts), and when and where the runs"
            " were made"
        )


def _different(case: Case, found: list[Finding]) -> Verdict:
    """The verdict where simulating again would say nothing."""
    return Verdict(
        verdict=DIFFERENT, because=_counted(found), findings=tuple(found), runs=case.made.runs,
        unchecked=("the values: with another scenario or other inputs no run can be simulated again",),
    )  # fmt: skip


def _counted(found: Sequence[Finding]) -> str:
    return (
        "one thing is not as it must be"
        if len(found) == 1
        else f"{len(found)} things are not as they must be"
    )
