"""``hindcast``: forecasts of earlier days, held against what became known later."""

from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from aiscenarios.cli import documents, options, screen
from aiscenarios.cli.plain import say
from aiscenarios.cli.screen import Column

if TYPE_CHECKING:
    from aiscenarios.hindcasts import Hindcast, Pooled, Scored
    from aiscenarios.hindcasts.forecast import Policy, State

__all__ = ["hindcast"]

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="The day whose knowledge is used, e.g. 2024-12.",
        show_default="five, from 2021-12 to 2024-12",
    ),
]  # fmt: skip
Facts = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="CSV to score: series,entity,period,value,low,high,unit."),
]
Skip = Annotated[bool, typer.Option("--skip-unknown", help="Leave out series that no observation sees.")]
Beliefs = Annotated[
    Literal["prior", "fitted"],
    typer.Option(help="Starting beliefs, or these fitted to what was known at each day (minutes a day)."),
]
Runs = Annotated[int, typer.Option(help="Runs of each day and kind of policy, a power of two.")]
RUNS, SEED = 2048, 20_211_231
POLICIES: "tuple[Policy, ...]" = ("sampled", "known")
STATES: "tuple[State, ...]" = ("plain", "state")
WORDS = {"plain": "wherever runs drifted", "state": "from the known present"}


def hindcast(
    *,
    as_of: AsOf = None,
    facts: Facts = None,
    skip_unknown: Skip = False,
    beliefs: Beliefs = "prior",
    runs: Runs = RUNS,
    seed: options.Seed = SEED,
    threads: options.Threads = None,
    agents: options.Agents = None,
    details: options.Details = False,
    json: options.Json = False,
) -> None:
    """Forecast from earlier days what became known later, and score it."""
    from aiscenarios import hindcasts

    found = hindcasts.hindcast(
        as_of, facts=facts, skip_unknown=skip_unknown, beliefs=beliefs, runs=runs, seed=seed, agents=agents,
        threads=threads, say=say,
    )  # fmt: skip
    if json:
        documents.print_object(**_document(found))
    else:
        _tell(found, details)


def _tell(found: "Hindcast", details: bool) -> None:
    days = ", ".join(map(str, found.origins))
    screen.heading("What would have been forecast, held against what came")
    beliefs = {"prior": "starting", "fitted": "fitted"}[found.beliefs]
    screen.paragraph(f"With what was known on {days}; {beliefs} beliefs.")
    for policy in POLICIES:
        for state in STATES:
            print()
            screen.paragraph(f"{policy.capitalize()} policy, {WORDS[state]}:")
            _table((*found.families(policy, state), found.whole(policy, state)), "family")
            if details:
                _table(found.horizons(policy, state), "quarters ahead")
    print()
    screen.paragraph(
        "Error: mean CRPS in units of the sources' errors, smaller is better. Skill: how much smaller than"
        " that of the best simple method (persistence, trend or mean, chosen before): 1 is perfect, below 0"
        " is worse. Inside 80%: how often it came out inside the middle 80% of the forecast. The authors of"
        " the model had seen these facts: this is no true test."
    )
    alone = sum(not each.against for each in found.scored[POLICIES[0], STATES[0]])
    if alone:
        screen.paragraph(
            f"Of {alone} points too little had been printed for a simple method: they count inside 80% alone."
        )
    if found.unfitted:
        screen.paragraph("No target was known yet on " + ", ".join(map(str, found.unfitted)) + ".")
    if found.skipped:
        screen.paragraph("Left out, since no observation sees them: " + ", ".join(found.skipped) + ".")


def _table(rows: "tuple[Pooled, ...]", title: str) -> None:
    told = ("points", "error", "simple method", "skill", "inside 80%")
    columns = (Column(title, keep=True), *(Column(each, "right") for each in told))
    screen.table(columns, [_cells(row) for row in rows])


def _cells(row: "Pooled") -> tuple[str, ...]:
    numbers = (_told(row.crps), _told(row.baseline), _signed(row.skill), f"{row.covered[1]:.0%}")
    return (row.name, str(row.n), *numbers)


def _told(value: float) -> str:
    return f"{value:.2f}" if isfinite(value) else "-"


def _signed(value: float) -> str:
    return f"{value:+.2f}" if isfinite(value) else "-"


def _document(found: "Hindcast") -> dict[str, Any]:
    return {
        "origins": [str(day) for day in found.origins],
        "beliefs": found.beliefs,
        "unfitted": [str(day) for day in found.unfitted],
        "skipped": found.skipped,
        **_scores(found, "sampled", "state"),
        "variants": [
            {"policy": policy, "present": state, **_scores(found, policy, state)}
            for policy in POLICIES
            for state in STATES
        ],
        "effective": [
            {"as_of": str(day), "policy": policy, "present": state, "runs": count}
            for (day, policy, state), count in found.effective.items()
        ],
        "series": [
            {"policy": policy, "present": state} | _row(each)
            for (policy, state), every in found.scored.items()
            for each in every
        ],
    }


def _row(scored: "Scored") -> dict[str, Any]:
    point = scored.point
    series, entity, period = point.fact.address
    return {
        "as_of": str(scored.origin), "series": series, "entity": entity, "period": period,
        "horizon": point.horizon, "value": point.fact.value,
        "median": scored.printed,
        "place": scored.place, "crps": scored.crps, "log": scored.log,
        "baseline": scored.against, "baseline_crps": scored.baseline,
    }  # fmt: skip


def _scores(found: "Hindcast", policy: "Policy", state: "State") -> dict[str, Any]:
    whole = found.whole(policy, state)
    families = [
        {
            "family": row.name, "n": row.n, "crps": row.crps, "baseline_crps": row.baseline,
            "skill": row.skill, "cover80": row.covered[1],
        }
        for row in found.families(policy, state)
    ]  # fmt: skip
    covered = {f"cover{level}": each for level, each in zip((50, 80, 90), whole.covered, strict=True)}
    return {"families": families, "skill": whole.skill, **covered}
