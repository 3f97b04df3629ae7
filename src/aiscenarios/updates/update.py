"""One article against a stored result: weights, verdict, and what is said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios import ensemble, seeds
from aiscenarios.ensemble import Result
from aiscenarios.ensemble.psis import Smoothed, smoothed
from aiscenarios.errors import InputError
from aiscenarios.evidence import Evidence
from aiscenarios.evidence.fitted_file import PRIOR
from aiscenarios.evidence.strength import false_reports
from aiscenarios.files.locking import locked
from aiscenarios.scenario import evidence_for, left_out, priors
from aiscenarios.updates import journal
from aiscenarios.updates.article import News, read, read_again
from aiscenarios.updates.columns import Runs
from aiscenarios.updates.finding import newest
from aiscenarios.updates.telling import Moved, Told, moved, told
from aiscenarios.updates.verdict import Verdict, judged
from aiscenarios.updates.weighing import Stated, Weighing, informed

__all__ = ["Update", "update"]


@dataclass(frozen=True, eq=False)
class Update:
    """A stored result, re-weighted by an article.

    Args:
        result: the result; nothing in it has changed.
        news: the article.
        kept: articles that were kept for this result before.
        before, after: weights of its runs.
        verdict: whether ``after`` can be trusted.
        claims: what became of each claim.
        endings: how far each ending moved.
        entry: the line of the journal, if it was kept.
    """

    result: Result
    news: News
    kept: tuple[News, ...]
    before: Smoothed
    after: Smoothed
    verdict: Verdict
    claims: tuple[Told, ...]
    endings: tuple[Moved, ...]
    entry: journal.Entry | None = None

    @property
    def weights(self) -> NDArray[np.float64]:
        """Weights of the runs, which sum to one."""
        return self.after.weights

    @property
    def khat(self) -> float:
        """Shape of the tail of the weights; 0 where there is none."""
        return self.after.khat

    @cached_property
    def ess(self) -> float:
        """Effective number of runs."""
        return self.after.effective

    def document(self) -> dict[str, Any]:
        """What it says in numbers."""
        return {
            "khat": float(self.khat) if np.isfinite(self.khat) else None,
            "ess": self.ess,
            "verdict": self.verdict,
            "probabilities": [
                {
                    "narrative": each.name,
                    "before": _range(each.before),
                    "after": _range(each.after),
                    "probability": _number(each.after.value),
                    "change": _range(each.change),
                    "by_claim": {name: _number(part) for name, part in each.by.items()},
                }
                for each in self.endings
            ],
        }


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _range(found: ensemble.Estimate) -> dict[str, float | None]:
    return {
        "value": _number(found.value), "low": _number(found.low), "high": _number(found.high),
    }  # fmt: skip


def update(file: str | Path, result: Result | str | Path | None = None, *, keep: bool = False) -> Update:
    """Weigh a stored result's runs anew by an article, without simulating.

    Args:
        file: an article of one's own.
        result: a result or its folder; default: the newest below ``results``.
        keep: write the article into the result's journal, so that later updates go on from it; a refused one
            is not kept.

    Raises:
        InputErrors: everything wrong with the article.
        InputError: no such result, or the article was kept before; nothing is written.
    """
    stored = result if isinstance(result, Result) else ensemble.open(newest() if result is None else result)
    before = journal.entries(stored.folder)
    made = _updated(file, stored, before)
    return _kept(file, stored, before, made) if keep else made


def _kept(file: str | Path, stored: Result, before: tuple[journal.Entry, ...], made: Update) -> Update:
    # Held from reading to writing: what is kept says how it moves the articles kept before it.
    with locked(stored.folder):
        now = journal.entries(stored.folder)
        made = made if now == before else _updated(file, stored, now)
        journal.refuse_twice(now, str(file), made.news.text)
        if made.verdict == "refused":
            return made
        entry = journal.append(stored.folder, str(file), made.news.text, _said(made))
        return replace(made, entry=entry)


def _updated(file: str | Path, result: Result, before: Sequence[journal.Entry]) -> Update:
    scenario = result.scenario
    whole = evidence_for(scenario)
    known = whole.without(left_out(scenario, whole))
    _check_evidence(result, whole)
    more, kept = known, []
    for entry in before:
        again, more = read_again(
            entry.text, f"{result.folder / journal.JOURNAL} ({entry.file})", result, more
        )
        kept.append(again)
    news, more = read(file, result, more, kept)
    stands = frozenset(belief.parameter for belief in scenario.beliefs)
    numbers = informed(known, more, priors(scenario, known), stands)
    stated = _stated((*kept, news), more)
    reports = [one.report for one in stated.values()]
    columns = [name for pair in numbers.items() for name in pair if name is not None]
    runs = Runs.read(result, reports, columns)
    weighing = Weighing(runs, known, more, stated, numbers, _fitted(result, known))
    return _answered(weighing, result, news, tuple(kept), stands)


def _answered(
    weighing: Weighing, result: Result, news: News, kept: tuple[News, ...], stands: frozenset[str]
) -> Update:
    earlier = frozenset(claim.id for each in kept for claim in each.article.claims)
    every = earlier | {claim.id for claim in news.article.claims}
    logs = weighing.logs(every)
    base = smoothed(weighing.before + weighing.logs(earlier))
    after = smoothed(weighing.before + logs)
    new = sorted((every - earlier) & weighing.added)
    without = {name: smoothed(weighing.before + weighing.logs(every - {name})).weights for name in new}
    failed = weighing.runs.failed
    unforeseen = any(weighing.is_unforeseen(one.report) for one in weighing.stated.values())
    return Update(
        result=result,
        news=news,
        kept=kept,
        before=base,
        after=after,
        verdict="refused" if unforeseen else judged(logs, after),
        claims=tuple(told(claim, weighing, base.weights, stands, earlier) for claim in news.article.claims),
        endings=tuple(
            moved(ending, failed, base.weights, after.weights, without)
            for ending in weighing.runs.endings().values()
        ),
    )


def _stated(articles: Sequence[News], more: Evidence) -> dict[str, Stated]:
    """What articles report, by claim."""
    doubts = false_reports(seeds.path("reliability.yaml"))
    found = {}
    for news in articles:
        trust = news.article.trust
        for claim in news.article.claims:
            if claim.id in news.reports:
                inflation = more.strength.inflation(claim.reliability, trust)
                doubt = float(np.log(doubts[claim.reliability])) / more.strength.trust[trust] ** 2
                found[claim.id] = Stated(claim, news.reports[claim.id], inflation, doubt)
    return found


def _fitted(result: Result, known: Evidence) -> frozenset[tuple[str, str, str]]:
    """Figures that the beliefs of a result were fitted to, or that its runs are weighed by."""
    present = () if result.weights is None else result.present.values
    weighed = frozenset(target.fact.address for target in present)
    if result.manifest.beliefs == PRIOR:
        return weighed
    return weighed | {fact.address for fact in known.facts if fact.role == "target"}


def _check_evidence(result: Result, known: Evidence) -> None:
    """Refuse runs of other starting beliefs than this version's: the ratio would be to another belief."""
    if result.manifest.evidence != known.fingerprint:
        raise InputError(
            "was made with other evidence than this version holds", file=str(result.folder), path="evidence",
            hint="run the scenario again: aiscenarios run " + result.manifest.scenario,
        )  # fmt: skip


def _said(made: Update) -> dict[str, Any]:
    manifest = made.result.manifest
    return {
        "sha256": made.news.hash,
        "fingerprint": manifest.fingerprint,
        "runs": manifest.runs,
    } | made.document()
