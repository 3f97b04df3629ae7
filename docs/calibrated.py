"""What the shipped fit says of itself: checks, misfit, numbers; ``make tables`` writes table and figure."""

from pathlib import Path

from aiscenarios import evidence
from aiscenarios.calibration.gates import told
from aiscenarios.evidence import fitted_file, priors
from aiscenarios.evidence.fitted import FittedBeliefs
from aiscenarios.plots import fitted_beliefs
from aiscenarios.plots.starting_beliefs import span

__all__ = ["FIGURE", "TABLE", "table"]

TABLE = Path(__file__).parent / "tables" / "calibration.md"
FIGURE = TABLE.with_suffix(".svg")


def table() -> str:
    """The page's tables, from the shipped file alone."""
    fitted = fitted_file.read(fitted_file.FITTED)
    about, known, start = fitted.about, evidence.load().uncertain, priors(evidence.load())
    after = FittedBeliefs.of(start, fitted)
    lines = [
        f"{about['runs']:,} runs of {about['agents']:,} researchers; {len(fitted.names)} numbers fitted to"
        f" {len(about['targets'])} facts; made {about['made']}; evidence {about['evidence']}, model"
        f" {about['model']}, kernel {about['kernel']}; published: {about['published']}.",
        "",
        "| check | found | wanted | passed |",
        "|---|---:|---|---|",
        *(
            f"| {gate['name']} | {told(gate['value'])} | {gate['keeps']} {gate['limit']:g}"
            f" | {'yes' if gate['passed'] else 'no'} |"
            for gate in about["gates"]
        ),
        "",
        f"Posterior predictive p {about['misfit']['p']:.2f}; worst: {about['misfit']['worst']}.",
        "",
        "| number | unit | starting belief (5% to 95%) | fitted | narrowed |",
        "|---|---|---:|---:|---:|",
    ]
    for name, part in sorted(about["contraction"].items(), key=lambda each: -each[1]):
        before, now = (span(each.interval(name)) for each in (start, after))
        lines.append(f"| `{name}` | {known[name].unit} | {before} | {now} | {max(0.0, part):.0%} |")
    lines += ["", "The facts say nothing of: " + ", ".join(f"`{name}`" for name in about["unmoved"]) + "."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
    fitted_beliefs.save(fitted_file.read(fitted_file.FITTED), FIGURE)
