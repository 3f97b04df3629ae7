"""In which order labs are listed changes nothing: results go along with identities."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aiscenarios.state import NOWHERE
from tests.laws import drawn

MONEY = ("ledger", "cash")
"""US$, each what is left of sums of billions."""


def places(index: NDArray[Any], new: NDArray[np.int64]) -> NDArray[Any]:
    """Where labs that are named by their old place stand now."""
    return np.where(index < 0, index, new[np.maximum(index, 0)])


def relisted(case: drawn.Case, order: NDArray[np.int64]) -> drawn.Case:
    """The same world with its labs listed in another order; all that names a lab goes along."""
    setup, drivers = case.setup, case.setup.drivers
    whole = np.r_[order, np.arange(len(order), len(setup.labs))]
    new = np.argsort(whole)
    labs, events, plans = setup.labs[whole], drivers.events.copy(), drivers.reactions.copy()
    labs["parent"] = places(labs["parent"], new)
    events["source"], events["target"] = new[events["source"]], new[events["target"]]
    plans["lab"] = places(plans["lab"], new)
    return case._replace(
        setup=setup._replace(
            labs=labs, crafts=setup.crafts[whole], lab_names=tuple(np.array(setup.lab_names)[order]),
            drivers=drivers._replace(lab=drivers.lab.take(whole, axis=1), events=events, reactions=plans),
        )
    )  # fmt: skip


@settings(max_examples=40)
@given(drawn.cases(), st.permutations(range(drawn.LABS)))
def test_relisted_labs_give_relisted_results(case: drawn.Case, order: list[int]) -> None:
    """Blocs, flows and each lab's own numbers are the same, but for the rounding of sums."""
    listed = np.array(order)
    one, other = drawn.run(case), drawn.run(relisted(case, listed))
    for table in ("bloc", "pair", "cohort", "world"):
        ours, theirs = getattr(one, table), getattr(other, table)
        for name in ours.dtype.names:
            least = 1.0 if name in MONEY else 1e-6
            np.testing.assert_allclose(ours[name], theirs[name], rtol=1e-9, atol=least, err_msg=name)
    for name in one.lab.dtype.names:
        np.testing.assert_allclose(
            one.lab[name][:, :, listed],
            other.lab[name][:, :, : len(order)],
            rtol=1e-9,
            atol=1e-6,
            err_msg=name,
        )


@settings(max_examples=8)
@given(drawn.cases(), st.permutations(range(drawn.LABS)))
def test_the_same_people_stand_at_the_same_labs(case: drawn.Case, order: list[int]) -> None:
    """At the end everybody, by identity, is at the lab of the same identity, and came from the same one."""

    def standing(of: drawn.Case) -> dict[int, tuple[int, int, int]]:
        *_, race = drawn.stepped(of)
        ids = np.append(race.arrays["labs"]["id"], 0)  # the last stands for nowhere
        people = drawn.people(race)
        former = np.where(people["former"] == NOWHERE, len(ids) - 1, people["former"])
        lab = zip(ids[people["lab"]].tolist(), ids[former].tolist(), people["joined"].tolist(), strict=True)
        return dict(zip(people["id"].tolist(), lab, strict=True))

    assert standing(case) == standing(relisted(case, np.array(order)))
