"""The check of a result or an archive, and its verdict: same bits, same within sampling, or different."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aiscenarios.ensemble import endings
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.asking import check_numbers
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
    if place.is_dir():
        return _checked(Case(stores.open_store(place), None, *own), [], runs, progress)
    with unpacked(place) as folder:
        found = list(hashes.against_list(folder))
        try:
            store = stores.open_store(folder / layout.RESULT)
        except InputError as problem:
            if not found:
                raise
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
    of_summary = [] if broken else list(stored.beside(case, result))
    of_page = list(inside.page(case, result, here)) if case.archive is not None and not broken else []
    told = [*of_archive, *of_manifest, *broken, *of_values, *of_summary, *of_page]
    if any(getattr(case.made, name) != getattr(here, name) for name in _INPUTS):
        return _different(case, [*told, *found])
    return _weighed(case, model, here, told, found, runs, progress)


def _weighed(
    case: Case, model: Model, here: stores.Manifest, told: list[Finding], found: list[Finding], runs: int,
    progress: Style,
) -> Verdict:  # fmt: skip
    """The verdict after runs have been simulated again."""
    suspects = [
        span
        for span in case.store.spans
        for table in stores.TABLES
        if case.named(case.store.path(table, span)) in {each.file for each in found}
    ]
    spans = again.chosen(case.store.spans, runs, list(dict.fromkeys(suspects)))
    keep = _compared_columns(model.scenario, case.made.outcomes)
    said = again.simulate(
        case, model, spans, keep, search=any(each.what.startswith("digest") for each in told), progress=progress
    )
    changes = elsewhere(case.made, here)
    of_values = said.findings
    if said.redrawn and said.findings and not told:
        of_values = [
            Finding(
                case.manifest_file, f"seed: every run that was simulated again was given other numbers with seed"
                f" {case.made.seed}: the runs were made with another seed, or drawn from other beliefs",
                (("field", "seed"),),
            ),
            *of_values,
        ]  # fmt: skip
    whole = {"simulated": said.runs, "runs": case.made.runs, "elsewhere": changes, "unchecked": _unchecked(case, said)}
    if not said.findings and not told and not found:
        return Verdict(verdict=SAME, because=f"{_looked(said, case)} gave every stored bit again", **whole)
    if changes and not told and not found and not said.redrawn:
        return _by_sampling(case, model, said, whole)
    if changes and not told and not found:
        return _by_sampling(case, model, said, whole)
    every = (*of_values, *told, *found)
    return Verdict(verdict=DIFFERENT, because=_counted(every), findings=every, **whole)


def _by_sampling(case: Case, model: Model, said: Again, whole: dict[str, object]) -> Verdict:
    """The verdict on runs that were made elsewhere: bits may differ, figures may not."""
    scenario = model.scenario
    columns = {name: np.concatenate(pieces) for name, pieces in said.columns.items()}
    failed = np.concatenate(said.failed)
    headline = [each.column for each in HEADLINE if each.column in columns]
    stories = endings.of_scenario(scenario, case.made.outcomes)
    simulated = Sample(
        endings.endings(stories, columns, case.made.outcomes, scenario.start, scenario.by),
        {name: columns[name] for name in headline}, failed,
    )  # fmt: skip
    result = Result(case.store, scenario, endings.judge(scenario))
    kept = Sample(result.judgement, case.store.columns(headline), result.failed)
    count, apart = sampling.compared(kept, simulated, scenario.by, case.named(case.store.folder / "chunks"))
    if apart:
        return Verdict(verdict=DIFFERENT, because=_counted(apart), findings=tuple(apart), **whole)  # type: ignore[arg-type]
    because = (
        f"{_looked(said, case)} did not give every stored bit, and machine, kernel or versions are others; none"
        f" of {count} figures is further from the stored one than sampling explains"
    )
    return Verdict(verdict=WITHIN, because=because, **whole)  # type: ignore[arg-type]


def _compared_columns(scenario: "Scenario", units: "stores.Mapping[str, str]") -> tuple[str, ...]:
    """Outcome columns that endings speak of, and headline ones."""
    spoken = endings.columns_of(endings.of_scenario(scenario, units))
    return tuple(dict.fromkeys([*spoken, *(each.column for each in HEADLINE if each.column in units)]))


def _looked(said: Again, case: Case) -> str:
    """How many runs were simulated again, in words."""
    every = "all" if said.runs >= case.made.runs else f"{said.runs:,} of"
    return f"{every} {case.made.runs:,} runs, simulated again here,"


def _unchecked(case: Case, said: Again) -> tuple[str, ...]:
    return tuple(_left(case, said))


def _left(case: Case, said: Again) -> Iterator[str]:
    """What this check says nothing of."""
    if said.runs < case.made.runs:
        yield (
            f"{case.made.runs - said.runs:,} runs were read and not simulated again; --runs"
            f" {case.made.runs} simulates all"
        )
    if case.archive is not None:
        yield "the wheel and the lock file inside were compared with the list of hashes and not run"
        yield "who made the archive, and when: compare its SHA-256 with one published elsewhere"
    else:
        yield "files beside the runs (reports, exports, updates), and when and where the runs were made"


def _different(case: Case, found: list[Finding]) -> Verdict:
    """The verdict where simulating again would say nothing."""
    return Verdict(
        verdict=DIFFERENT, because=_counted(found), findings=tuple(found), runs=case.made.runs,
        unchecked=("the values themselves: with another scenario or other inputs no run can be simulated again",),
    )  # fmt: skip


def _counted(found: Sequence[Finding]) -> str:
    return f"{len(found)} thing{'s' if len(found) != 1 else ''} are not as they must be" if len(found) != 1 else (
        "one thing is not as it must be"
    )
