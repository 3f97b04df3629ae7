"""
A lever and an outcome of your own
==================================

Both can come from outside the package: from Python, or on the command line with
``aiscenarios run current_policy --with examples/own_lever_and_outcome.py``. They are given, never
read from a scenario file, and a result's manifest holds a hash of each.
"""

import aiscenarios as ais
from aiscenarios.levers import Change, UserLever, floor, multiply
from aiscenarios.outcomes import Outcome, ratio

# %%
# A lever has a level, which a scenario sets, and says what that level changes of the levers that exist,
# each where it is felt. This one is a deal: controls stay as strict as agreed, and US labs get public
# money for it.


def deal_changes(given):
    """At least so much of wanted chips forbidden to China, subsidies in the US up by as much as a quarter."""
    strictness = given.level["US"]
    return [
        Change("export_controls", "CN", floor, strictness),
        Change("subsidy", "US", multiply, 1 + 0.25 * strictness),
    ]


deal = UserLever(
    name="deal",
    title="Controls for money",
    sentence="Strict controls with compensation for those who lose sales.",
    unit="share",
    owner=("US",),
    low=0.0,
    high=1.0,
    no_effect=0.0,
    source="our assumption, for this example",
    changes=deal_changes,
    level=0.9,
)

# %%
# An outcome is a function of what runs leave behind, with a unit and a definition. ``over="bloc"`` says that
# its last axis runs over blocs; the columns are then ``staff_part.US`` and so on.

staff_part = Outcome(
    "staff_part",
    "share",
    "Part of a bloc's researchers who work at labs, academia and other industry apart.",
    "bloc",
    lambda view: ratio(view.bloc["lab_staff"], view.bloc["researchers"]),
)

levers, outcomes = [deal], [staff_part]

# %%
# The names ``levers`` and ``outcomes`` are what ``--with`` looks for. From Python they are arguments. A
# scenario that knows them may set the lever like any other; ``level`` above is what holds unless it does.
# All results lie on the same draws, so they can be compared run by run.

if __name__ == "__main__":
    size = {"runs": 40, "seed": 7, "agents": 500, "progress": "none"}
    usual = ais.run("current_policy", outcomes=outcomes, **size)
    strict = ais.load("current_policy", levers=levers, outcomes=outcomes)
    late = strict.with_levers(deal={"2028Q1": 0.95})
    print(*(line for line in late.sentences() if "from outside" in line))
    at = strict.by
    for scenario in (strict, late):
        result = ais.run(scenario, **size)
        for name in ("staff_part.US", "compute_share.CN"):
            moved = result.columns(name)[:, at] - usual.columns(name)[:, at]
            print(f"{name}: {moved.mean():+.4f} on average, {(moved > 0).mean():.0%} of runs up")
        assert (
            result.columns("compute_share.CN")[:, at] <= usual.columns("compute_share.CN")[:, at]
        ).mean() > 0.9
    print("in the manifest:", result.manifest.outside)
