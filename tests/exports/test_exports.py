"""What is written for other programs holds what is stored, as these programs read it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args, get_type_hints

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xarray as xr

from aiscenarios import InputError, ensemble, quarters
from aiscenarios.cli import results
from aiscenarios.ensemble.summary import quantiles
from aiscenarios.exports import FORMATS, export, hubverse, iamc

IAMC = ["Model", "Scenario", "Region", "Variable", "Unit"]
"""The index columns of the format, in its order (IAMC template; pyam)."""
HUB_TYPES = {"mean", "median", "quantile", "cdf", "pmf", "sample"}
"""Output types of a hub (hubverse, tasks schema 5)."""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> ensemble.Result:
    """A small stored result."""
    folder = tmp_path_factory.mktemp("exported") / "one"
    return ensemble.run("brain_drain", 9, 7, agents=300, out=folder, progress="none")


def test_csv_read_by_pandas_holds_every_value(result: ensemble.Result) -> None:
    """Every float32 comes back from the text to the bit, and absent values are absent."""
    table = pd.read_csv(export(result, "csv"))
    assert list(table["quarter"][: result.manifest.quarters]) == list(map(quarters.label, range(56)))
    for name in result.manifest.outcomes:
        values = table[name].to_numpy(np.float32).reshape(result.runs, -1)
        np.testing.assert_array_equal(values, result.columns(name))


def test_netcdf_read_by_xarray_is_the_data_set(result: ensemble.Result) -> None:
    """Values, coordinates and units are those of ``result.outcomes``."""
    with xr.open_dataset(export(result, "netcdf"), engine="scipy") as data:
        xr.testing.assert_equal(data, result.outcomes)
        assert all(data[name].attrs == result.outcomes[name].attrs for name in result.outcomes)
        assert data.attrs["fingerprint"] == result.manifest.fingerprint


def test_a_workbook_read_by_openpyxl_holds_chances(result: ensemble.Result) -> None:
    """The sheet of endings holds numbers, as the table beside the result does."""
    book = openpyxl.load_workbook(export(result, "xlsx"), read_only=True)
    assert book.sheetnames == ["about", "endings", "outcomes"]
    head, *rows = book["endings"].iter_rows(values_only=True)
    told = {row[head.index("narrative")]: row[head.index("probability")] for row in rows}
    assert told == pytest.approx({name: chance.value for name, chance in result.chances.items()}, abs=1e-6)


def test_a_title_in_a_workbook_is_never_a_formula(result: ensemble.Result, tmp_path: Path) -> None:
    """A scenario whose title begins like a formula is shown as text."""
    named = replace(result, scenario=replace(result.scenario, title="=1+1"))
    book = openpyxl.load_workbook(export(named, "xlsx", tmp_path / "x.xlsx"))
    cell = book["about"]["B1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_iamc_table_has_its_columns_and_quantiles(result: ensemble.Result) -> None:
    """Index columns stand first and then years; a year's median is that of its fourth quarter."""
    table = pd.read_csv(export(result, "iamc"))
    assert list(table.columns[: len(IAMC)]) == IAMC
    assert list(table.columns[len(IAMC) :]) == [str(year) for year in range(2019, 2033)]
    assert not table.duplicated(IAMC).any()
    row = table[(table["Variable"] == "talent_share|top20|p50") & (table["Region"] == "CN")]
    wanted = quantiles(result.columns("talent_share.top20.CN"), iamc.LEVELS)[1, quarters.parse("2030Q4")]
    assert row["2030"].item() == pytest.approx(wanted, rel=1e-5)


def test_hubverse_rows_are_model_output(result: ensemble.Result) -> None:
    """Standard columns, known types, quantiles that do not fall with the level, pmfs that add to one."""
    table = pd.read_csv(export(result, "hubverse"), dtype={"output_type_id": str})
    assert tuple(table.columns) == hubverse.COLUMNS
    assert tuple(table.columns[-3:]) == ("output_type", "output_type_id", "value")
    assert set(table["output_type"]) <= HUB_TYPES and table["value"].notna().all()
    tasks = list(hubverse.COLUMNS[:5])
    assert not table.duplicated([*tasks, "output_type", "output_type_id"]).any()
    spread = table[table["output_type"] == "quantile"].astype({"output_type_id": float})
    ordered = spread.sort_values([*tasks, "output_type_id"]).groupby(tasks)["value"]
    assert (ordered.diff().dropna() >= 0).all()
    chances = table[table["output_type"] == "pmf"].groupby("target")["value"].sum()
    assert np.allclose(chances, 1.0) and set(chances.index) == set(result.chances)


@pytest.mark.parametrize(
    ("quarter", "day"), [("2019Q1", (2019, 3, 31)), ("2027Q4", (2027, 12, 31)), ("2028Q2", (2028, 6, 30))]
)
def test_the_last_day_of_a_quarter(quarter: str, day: tuple[int, int, int]) -> None:
    """A quarter ends on the last day of its third month."""
    assert hubverse.last_day(quarters.parse(quarter)) == date(*day)


def test_the_command_line_offers_every_format() -> None:
    """``export --to`` takes the formats there are, in their order."""
    to = get_type_hints(results.export, include_extras=True)["to"]
    assert get_args(get_args(to)[0]) == tuple(FORMATS)


@pytest.mark.parametrize("to", FORMATS)
def test_a_place_that_cannot_be_written_is_named(result: ensemble.Result, to: str, tmp_path: Path) -> None:
    """A folder that is not there is bad input, and nothing is left behind."""
    with pytest.raises(InputError, match="cannot be written"):
        export(result, to, (tmp_path / "nowhere" / "x").with_suffix(Path(FORMATS[to][0]).suffix))
    assert not list(tmp_path.iterdir())


def test_an_export_that_breaks_off_leaves_the_old_file(
    result: ensemble.Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was there stays as it was, whatever ends the writing of a new one, and alone."""
    file = tmp_path / "out.csv"
    file.write_text("old")

    def broken(result: ensemble.Result, half: Path) -> None:
        half.write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setitem(FORMATS, "csv", ("outcomes.csv", broken))
    with pytest.raises(KeyboardInterrupt):
        export(result, "csv", file)
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"] and file.read_text() == "old"


@pytest.mark.parametrize(
    ("to", "name", "message"),
    [
        ("csv", "summary.csv", "is a file of a stored result"),
        ("csv", "probabilities.csv", "is a file of a stored result"),
        ("iamc", "manifest.json", "is a file of a stored result"),
        ("netcdf", "chunks/part-000000.parquet", "is a file of a stored result"),
        ("iamc", "../mine.yaml", "must end with .csv"),
        ("netcdf", "../mine.csv", "must end with .nc"),
    ],
)
def test_a_result_and_other_forms_of_file_are_never_overwritten(
    result: ensemble.Result, to: str, name: str, message: str
) -> None:
    """A file that a result consists of, and one whose ending is not the format's, are refused untouched."""
    file = result.folder / name
    before = file.read_bytes() if file.exists() else None
    with pytest.raises(InputError, match=message):
        export(result, to, file)
    assert (file.read_bytes() if file.exists() else None) == before


def test_an_unknown_format_is_refused(result: ensemble.Result) -> None:
    """The nearest format is named."""
    with pytest.raises(InputError, match="no format 'xslx'") as caught:
        export(result, "xslx")
    assert "xlsx" in str(caught.value.hint)
