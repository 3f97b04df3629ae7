"""Starting against fitted beliefs: what public facts did to the numbers that they tell of."""

from pathlib import Path

from aiscenarios.ensemble.intervals import Z
from aiscenarios.errors import InputError
from aiscenarios.evidence import Interval, load, priors
from aiscenarios.evidence.fitted import Fitted, FittedBeliefs
from aiscenarios.plots import paper
from aiscenarios.plots.starting_beliefs import Belief, StartingBeliefs, figure, still, tabled

__all__ = ["figure", "save", "still", "view"]


def view(fitted: Fitted) -> StartingBeliefs:
    """The numbers that were fitted, the most narrowed or moved first.

    Args:
        fitted: a fit of the shipped evidence's numbers.
    """
    known = load()
    after, told = FittedBeliefs.of(priors(known), fitted), []
    for j, name in enumerate(fitted.names):
        i = after.index(name)
        scale = after.scales[i]
        low, high = (scale.back(fitted.prior_mean[j] + fitted.prior_sd[j] * z) for z in (-Z, Z))
        now = after.quantile(name, [0.05, 0.95])
        told.append(
            Belief(
                known.uncertain[name],
                (),
                Interval(float(low), float(high)),
                Interval(*map(float, now)),
                float(fitted.mean[j]),
                float(fitted.sd[j]),
            )
        )
    told.sort(key=lambda belief: abs(belief.shift) + abs(1 - belief.width), reverse=True)
    table = tabled(told).drop(columns="claims")
    table.columns = ["number", "unit", "starting belief", "fitted"]
    facts = len(fitted.about["targets"])
    return StartingBeliefs(
        title="What public facts did to the starting beliefs",
        caption=(
            "Grey: starting belief; coloured: after public facts; both 5% to 95%, on the number's own scale,"
            " in units of the starting belief's spread. A number that hardly moves is one of which the facts"
            " say little."
        ),
        label=f"{len(told)} numbers fitted to {facts} facts; all others keep their starting belief.",
        table=table,
        beliefs=tuple(told),
        series=("starting belief (5% to 95%)", "fitted (5% to 95%)"),
    )


def save(fitted: Fitted, path: Path, size: str = "a4") -> Path:
    """A still in the format that the path ends with.

    Raises:
        InputError: an unknown format.
    """
    form = path.suffix.removeprefix(".").lower()
    if form not in paper.FORMATS:
        hint = f"one of {', '.join(paper.FORMATS)}"
        raise InputError(f"unknown format '{form}'", path=str(path), hint=hint)
    rows, usual = len(fitted.names), paper.SIZES[size]
    tall = usual._replace(height=max(usual.height, 1.4 + 0.2 * rows))
    paper.write(still(view(fitted), tall), path, form, tall)
    return path
