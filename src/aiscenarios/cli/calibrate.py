"""``calibrate``: the uncertain numbers fitted to public facts, and whether the fit can be trusted."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aiscenarios.cli import documents, exits, options, screen
from aiscenarios.cli.plain import say
from aiscenarios.cli.screen import Column

if TYPE_CHECKING:
    from aiscenarios.calibration import Fit

__all__ = ["calibrate"]

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Use no fact, claim or policy that became known later."),
]
Runs = Annotated[int, typer.Option(help="Runs over the starting beliefs, a power of two.")]
Seed = Annotated[int, typer.Option(help="Of points, luck and sampler.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="Where the beliefs go (.parquet); the draws go beside it (.nc).",
        show_default="a dated one below results",
    ),
]  # fmt: skip
Figure = Annotated[
    bool, typer.Option("--figure", help="Also draw starting against fitted beliefs (.png), beside it.")
]
RUNS, SEED = 8192, 20_190_101
_SHOWN, _TOLD = 12, 0.1
"""Most numbers on the screen, and the least narrowing that is told, without --details."""


def calibrate(
    scenario: options.Baseline = "current_policy",
    *,
    as_of: AsOf = None,
    runs: Runs = RUNS,
    seed: Seed = SEED,
    out: Out = None,
    threads: options.Threads = None,
    agents: options.Agents = None,
    figure: Figure = False,
    details: options.Details = False,
    json: options.Json = False,
) -> None:
    """Fit the uncertain numbers to public facts, and check the fit."""
    from aiscenarios import calibration

    target = _place(out, as_of)
    calibration.check_place(target)
    fit = calibration.fit(
        scenario, as_of=as_of, runs=runs, agents=agents, seed=seed, threads=threads, say=say
    )
    written: tuple[Path, ...] = calibration.keep(fit, target)
    if figure:
        from aiscenarios.plots import fitted_beliefs

        written = (*written, fitted_beliefs.save(fit.fitted, target.with_suffix(".png")))
    if json:
        documents.print_object(**_document(fit, written))
    else:
        _tell(fit, details)
        print("\nStored in")
        for file in written:
            screen.path(file)
        print()
        named = f"{shlex.quote(scenario)} --beliefs {shlex.quote(str(target))}"
        screen.paragraph(f"Run with these beliefs: aiscenarios run {named}")
    if fit.refused:
        raise typer.Exit(exits.REFUSED)


def _place(out: Path | None, as_of: str | None) -> Path:
    """Where the beliefs go; a folder that is missing is made when they are written.

    Raises:
        InputError: the name does not end with .parquet.
    """
    from datetime import date

    from aiscenarios.errors import InputError

    if out is None:
        return Path("results") / f"fitted-{as_of or date.today().isoformat()}.parquet"
    if out.suffix != ".parquet":
        raise InputError("must end with .parquet", file=str(out), path="out")
    return out


def _tell(fit: "Fit", details: bool) -> None:
    day = "today" if fit.as_of is None else str(fit.as_of)
    made = fit.prepared
    screen.heading(f"Beliefs fitted to what was known by {day}")
    screen.paragraph(
        f"{len(made.design.places):,} runs of history; {len(fit.names)} uncertain numbers fitted to"
        f" {len(made.targets.each)} facts; {len(fit.informed)} of them are narrowed by 30% or more of their"
        f" variance. Of {len(fit.unmoved)} numbers the facts say nothing: they keep their starting belief."
    )
    _tell_checks(fit)
    print()
    screen.paragraph(fit.misfit.verdict)
    if fit.misfit.far:
        screen.table(
            (
                Column("printed otherwise than expected"),
                *(Column(title, "right") for title in ("printed", "expected", "deviations")),
            ),
            [(target.name, f"{target.fact.value:.3g}", f"{expected:.3g}", f"{far:+.1f}")
             for target, far, expected in fit.misfit.far],
        )  # fmt: skip
    _tell_numbers(fit, details)


def _tell_checks(fit: "Fit") -> None:
    from aiscenarios.calibration.gates import told

    print()
    screen.table(
        (Column("check", keep=True), Column("found", "right"), Column("wanted", keep=True), Column("")),
        [
            (gate.name, told(gate.value), f"{gate.keeps} {gate.limit:g}", "yes" if gate.passed else "NO")
            for gate in fit.gates
        ],
    )
    if fit.refused:
        screen.paragraph("A check has failed: these beliefs should not be used for a forecast.")
    elif fit.published != "emulator and NUTS":
        screen.paragraph("The second wave of runs disagrees a little; its re-weighted draws are kept.")


def _tell_numbers(fit: "Fit", details: bool) -> None:
    from aiscenarios.evidence import Interval
    from aiscenarios.evidence import load as load_evidence
    from aiscenarios.plots.starting_beliefs import span

    start, after, known = fit.prepared.simulator.beliefs, fit.beliefs, load_evidence().uncertain
    rows = []
    for name, part in fit.contraction.items():
        if details or part >= _TOLD:
            before, now = (
                span(Interval(*map(float, each.quantile(name, [0.05, 0.95])))) for each in (start, after)
            )
            rows.append((name, before, now, known[name].unit, f"{max(0.0, part):.0%}"))
    print()
    screen.table(
        (
            Column("number", widest=22), Column("starting (5% to 95%)"), Column("fitted"),
            Column("unit", widest=14), Column("narrowed", "right"),
        ),
        rows if details else rows[:_SHOWN],
    )  # fmt: skip
    left = len(fit.names) - len(rows if details else rows[:_SHOWN])
    if left:
        screen.paragraph(f"{left} fitted numbers more are narrowed less; --details shows them all.")
    if details:
        print()
        screen.paragraph("The facts say nothing of: " + ", ".join(fit.unmoved) + ".")
        apart = fit.second.distance(fit.posterior.flat)
        worst = int(apart.argmax())
        screen.paragraph(
            "Second opinion (regression-adjusted ABC on the same runs): its means lie"
            f" {apart.mean():.2f} fitted standard deviations from these on average, {apart[worst]:.2f} at"
            f" most ({fit.names[worst]})."
        )


def _document(fit: "Fit", written: tuple[Path, ...]) -> dict[str, Any]:
    about = fit.about()
    return about | {
        "gates": [
            {"gate": gate.name, "value": gate.value, "keeps": gate.keeps, "limit": gate.limit,
             "pass": gate.passed}
            for gate in fit.gates
        ],
        "informed": list(fit.informed),
        "misfit": {
            "p": fit.misfit.p,
            "verdict": fit.misfit.verdict,
            "far": [
                {"fact": target.name, "printed": target.fact.value, "expected": expected, "deviations": far}
                for target, far, expected in fit.misfit.far
            ],
        },
        "out": written[0],
        "files": written,
    }  # fmt: skip
