"""What runs are drawn from unless something else is asked for."""

from pathlib import Path

import numpy as np
import pytest

import aiscenarios as ais
from aiscenarios import InputError
from aiscenarios.ensemble.model import assemble
from aiscenarios.evidence.fitted import FittedBeliefs
from aiscenarios.report.sentences import believed

SMALL = {"agents": 200, "seed": 5, "progress": "none"}


def beliefs_of(as_of: str | None = None, name: str | None = None) -> str:
    """The name of the beliefs that a scenario of a day is drawn from."""
    return assemble(ais.load("outlook", as_of=as_of), 5, agents=200, beliefs=name).beliefs_name


def test_the_shipped_fit_is_the_default() -> None:
    """Without a word runs are drawn from it, the same as when it is named, and the result names it."""
    usual, named = (ais.run("current_policy", 2, beliefs=name, **SMALL) for name in (None, "fitted"))
    assert usual.manifest.beliefs == "fitted" and usual.digest == named.digest
    model = ais.agents.RaceModel("current_policy", seed=5, run=1, agents=200)
    assert float(model._given["look_rate"][0]) == pytest.approx(usual.parameters["look_rate"].iloc[1])
    assert "fitted to public facts" in believed("fitted", None)


def test_as_of_an_earlier_day_the_fit_is_not_used_and_that_is_said() -> None:
    """It knows later facts: the starting beliefs of the day are used, in words; named, it is refused."""
    assert beliefs_of("2023-12-31") == "prior"
    day = ais.load("outlook", as_of="2023-12-31").as_of
    said = believed("prior", day)
    assert "knows later facts than 2023-12-31" in said and "calibrate --as-of 2023-12-31" in said
    with pytest.raises(InputError, match="knows facts up to"):
        beliefs_of("2023-12-31", "fitted")


def test_as_of_a_day_that_knew_all_its_evidence_the_fit_is_used() -> None:
    """Made later, but of nothing that became known later: there is nothing to hide."""
    assert beliefs_of("2026-07-31") == "fitted" == beliefs_of("2026-07-31", "fitted")
    assert beliefs_of("2026-05-31") == "prior"
    assert "knows later" not in believed("prior", ais.load("outlook", as_of="2026-07-31").as_of)


def test_a_comparison_goes_on_with_the_beliefs_of_a_stored_result(tmp_path: Path) -> None:
    """A scenario yet to be run draws as the result beside it did; others are refused when asked for."""
    stored = ais.run("current_policy", 2, beliefs="prior", out=tmp_path / "a", **SMALL)
    made = ais.compare(stored, "brain_drain", progress="none")
    assert [each.manifest.beliefs for each in made.results] == ["prior", "prior"]
    with pytest.raises(InputError, match="its beliefs is prior"):
        ais.compare(stored, "brain_drain", beliefs="fitted", progress="none")


def test_what_a_scenario_says_of_a_number_holds_under_the_fit(tmp_path: Path) -> None:
    """``fix`` gives the number to every run; an interval moves it, and the data go on narrowing it."""
    file = tmp_path / "mine.yaml"
    file.write_text(
        "format: 1\nkind: scenario\ntitle: Mine\nextends: current_policy\n"
        "beliefs:\n  look_rate: {fix: 0.15}\n  chip_bite: {prior: 60% to 90%, reference: ours}\n",
        encoding="utf-8",
    )
    after, start = (assemble(ais.load(file), 5, agents=200, beliefs=name).beliefs for name in (None, "prior"))
    assert isinstance(after, FittedBeliefs)
    drawn, given = (each.draws(5, range(400))[0] for each in (after, start))
    assert (drawn["look_rate"] == 0.15).all()
    assert np.std(drawn["chip_bite"]) < 0.8 * np.std(given["chip_bite"])
