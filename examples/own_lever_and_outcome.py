"""
A lever and an outcome of your own
==================================

Both can come from outside the package: from Python, or on the command line with
``aiscenarios run current_policy --with examples/own_lever_and_outcome.py``. They are given, never
read from a scenario file, and a result's manifest holds a hash of each.
"""

import numpy as np

import aiscenarios as ais
from aiscenarios.levers.combine import Change, floor, multiply
from aiscenarios.outcomes import Outcome, ratio

# %%
# A lever changes levers that exist, each where it is felt, from the scenario's first quarter on. This one is
# a deal: controls stay at nine tenths or more, and the US gives its labs a fifth more public money.


class Deal:
    """Strict controls with compensation for those who lose sales."""

    name = "deal"

    def changes(self, drivers, start):
        """No less than 90% of wanted chips forbidden to China, subsidies in the US up by a fifth."""
        strict, more = (np.full(len(drivers.bloc), np.nan) for _ in range(2))
        strict[start:], more[start:] = 0.9, 1.2
        return [
            Change("export_controls", "CN", floor, strict),
            Change("subsidy", "US", multiply, more),
        ]


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

levers, outcomes = [Deal()], [staff_part]

# %%
# The names ``levers`` and ``outcomes`` are what ``--with`` looks for. From Python they are arguments. Both
# results lie on the same draws, so they can be compared run by run.

if __name__ == "__main__":
    size = {"runs": 40, "seed": 7, "agents": 500, "progress": "none"}
    usual = ais.run("current_policy", outcomes=outcomes, **size)
    deal = ais.run("current_policy", levers=levers, outcomes=outcomes, **size)
    at = deal.scenario.by
    for name in ("staff_part.US", "compute_share.CN"):
        moved = deal.columns(name)[:, at] - usual.columns(name)[:, at]
        print(f"{name}: {moved.mean():+.4f} on average, {(moved > 0).mean():.0%} of runs up")
    print("in the manifest:", deal.manifest.extensions)
    assert (deal.columns("compute_share.CN")[:, at] <= usual.columns("compute_share.CN")[:, at]).mean() > 0.9
