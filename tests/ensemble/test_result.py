"""Laws of a result: it says what the stored runs say."""

import csv
import io

import numpy as np
import pytest

from aiscenarios import InputError
from aiscenarios.ensemble.dataset import places
from aiscenarios.ensemble.intervals import proportion
from aiscenarios.ensemble.summary import QUANTILES, quantiles


def test_probabilities_count_runs(result):
    """A chance is the share of finished runs in which the ending came true, with range and failed runs."""
    made = result(runs=40, failing=(3, 17))
    row = made.probabilities.iloc[0]
    lead = made.columns("us_lead_months")[:, -1]
    finished = lead[~made.failed]
    assert row["probability"] == np.mean(finished > 0)
    assert (row["narrative"], row["by"], row["runs"], row["failed"]) == ("lead", "2020Q4", 40, 2)
    assert (row["low"], row["high"]) == proportion(lead > 0, made.failed)[1:3]


def test_failed_runs_are_told_and_absent(result):
    """A failed run has a status, a sentence and no values; its parameters are kept."""
    made = result(failing=(3,))
    assert list(np.flatnonzero(made.failed)) == [3]
    assert made.statuses["sentence"][3] == "a total became infinite or undefined in 2020Q1"
    assert set(made.statuses["sentence"].drop(3)) == {""}
    assert np.isnan(made.columns("us_lead_months")[3]).all()
    assert made.parameters["peer_pull"].notna().all()


def test_dataset_holds_every_column(result):
    """Each outcome column is in the dataset under its family and blocs, value for value, with its unit."""
    made = result()
    outcomes = made.outcomes
    np.testing.assert_array_equal(outcomes["talent_share"].sel(bloc="CN"), made.columns("talent_share.CN"))
    np.testing.assert_array_equal(
        outcomes["moves"].sel(source="CN", target="US"), made.columns("moves.CN.US")
    )
    np.testing.assert_array_equal(outcomes["net_flow.US.CN"], made.columns("net_flow.US.CN"))
    assert outcomes["moves"].sel(source="US", target="US").isnull().all()
    assert outcomes["talent_share"].attrs["units"] == "share"
    assert list(outcomes["quarter"].values[[0, -1]]) == ["2019Q1", "2020Q4"]


def test_columns_find_their_family():
    """Trailing blocs become dimensions unless the family has one member only."""
    found = places(["a.x.US", "a.x.CN", "b", "c.US.CN", "c.CN.US", "d.US"])
    assert found["a.x.CN"] == ("a.x", ("CN",))
    assert found["c.CN.US"] == ("c", ("CN", "US"))
    assert [found[name].variable for name in ("b", "d.US")] == ["b", "d.US"]


def test_an_unknown_column_is_refused_with_the_nearest(result):
    """A misspelt outcome is bad input with the nearest name."""
    with pytest.raises(InputError, match="did you mean 'us_lead_months'"):
        result().columns("us_lead_month")


def test_labs_have_names(result):
    """Labs are named from the catalogue, spin-outs by their slot, nobody by nothing."""
    made = result()
    assert set(made.lab_table["lab"]) == {"Alpha", "spin-out 1"}
    assert set(made.events["source"]) <= {"Alpha", "Beta", "spin-out 1"}
    assert set(made.events["target"]) == {""}


def test_summary_tables_say_what_the_result_says(result):
    """The CSV files beside the runs carry the result's own chances and quantiles, to six digits."""
    made = result(runs=30, failing=(2,))
    rows = list(csv.DictReader(io.StringIO((made.folder / "probabilities.csv").read_text())))
    assert float(rows[0]["probability"]) == pytest.approx(made.probabilities["probability"][0], rel=1e-5)
    summary = csv.DictReader(io.StringIO((made.folder / "summary.csv").read_text()))
    rows = {(row["outcome"], row["quarter"]): row for row in summary}
    values = made.columns("us_lead_months")[:, 3]
    assert float(rows["us_lead_months", "2019Q4"]["q50"]) == pytest.approx(np.nanmedian(values), rel=1e-5)
    assert rows["us_lead_months", "2019Q4"]["runs"] == "29"


def test_quantiles_agree_with_numpy():
    """The quantiles are numpy's, with absent values left out and a quarter without any left absent."""
    values = np.random.default_rng(3).normal(size=(50, 4)).astype(np.float32)
    values[:20, 1], values[:, 2] = np.nan, np.nan
    found = quantiles(values, QUANTILES)
    for quarter in (0, 1, 3):
        np.testing.assert_allclose(
            found[:, quarter], np.nanquantile(values[:, quarter], QUANTILES), rtol=1e-6
        )
    assert np.isnan(found[:, 2]).all()


def test_a_result_is_named_in_one_line(result):
    """At a prompt a result says its scenario with the title, runs, seed and folder."""
    made = result()
    assert repr(made) == f"<Result of fake (Fake): {made.runs} runs, seed 7, in {made.folder}>"


def test_the_first_runs_are_a_result(result):
    """The first runs of a result are the result of that many runs."""
    part, small = result("large", runs=10).first(6), result("small", runs=6)
    assert part.digest == small.digest
    assert part.chances == small.chances
    with pytest.raises(InputError, match="runs: must be 1 or more"):
        small.first(0)


def test_a_finished_result_keeps_its_digest(result):
    """The manifest of a finished result names the digest of its values."""
    made = result()
    assert made.manifest.digest == made.digest
