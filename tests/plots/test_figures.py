"""Laws that every figure obeys, and what each of them says of a constructed result."""

import ast
import inspect
import re
from dataclasses import replace

import numpy as np
import pytest

from aiscenarios import InputError, plots, quarters
from aiscenarios.ensemble.summary import quantiles
from aiscenarios.outcomes import units
from aiscenarios.plots import by_date, fan, net_flow, paper, ridgeline, style, tables, talent_flows
from aiscenarios.plots.measures import measure
from aiscenarios.plots.representative import representative
from aiscenarios.plots.source import Sample

START = quarters.parse("2027Q1")
OPTIONS = {
    "fan": {"column": "talent_share.top20", "bloc": "CN"},
    "exceedance": {"column": "us_lead_months"},
    "ridgeline": {"column": "us_lead_months", "at": "2029Q4"},
}
NAMES = [figure.name for figure in plots.FIGURES]
SIMULATING = ("aiscenarios.engines", "aiscenarios.rules")
LUMINANCE = (0.2126, 0.7152, 0.0722)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("several", [False, True], ids=["one", "two"])
def test_every_figure_says_what_it_shows(name, several, today, pressed):
    """A figure has a title, a caption, a label with numbers, and a table with its numbers."""
    view = plots.see([today, pressed] if several else today, name, **OPTIONS.get(name, {}))
    assert view.title
    assert view.caption.endswith(".")
    assert any(letter.isdigit() for letter in view.label)
    assert len(view.table) > 0


@pytest.mark.parametrize("name", NAMES)
def test_every_axis_says_what_it_measures(name, today, pressed):
    """An axis has a title with its unit, unless it lists names."""
    chart = plots.draw([today, pressed], name, **OPTIONS.get(name, {}))
    layout = chart.to_plotly_json()["layout"]
    if name == "talent_flows":
        assert "persons" in str(chart.data[0].link.customdata[0])
        return
    ends = [layout[axis] for axis in ("xaxis", "yaxis")]
    assert all(end["title"].get("text") or "ticktext" in end or name == "links" for end in ends)


@pytest.mark.parametrize("name", NAMES)
def test_equal_figures_give_equal_stills(name, today, tmp_path):
    """A figure drawn twice gives the same bytes."""
    first, second = (
        plots.save(today, name, tmp_path / f"{place}.svg", size="column", **OPTIONS.get(name, {}))
        for place in "ab"
    )
    assert first.stat().st_size > 1_000
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
@pytest.mark.parametrize("size", paper.SIZES)
def test_a_still_is_what_its_name_says(form, begins, size, today, tmp_path):
    """Each format in each size."""
    file = plots.save(today, "endings", tmp_path / f"a.{form}", size=size)
    assert file.read_bytes().startswith(begins)


def test_figures_read_and_never_simulate():
    """No figure imports an engine, a rule or the ensemble's run."""
    for figure in plots.FIGURES:
        tree = ast.parse(inspect.getsource(figure.draws))
        names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert names
        assert not {name for name in names if str(name).startswith(SIMULATING)}
        assert not {"aiscenarios.ensemble", "aiscenarios.ensemble.run", "aiscenarios.ensemble.model"} & names


def test_an_unknown_figure_format_size_or_option_is_refused(today, tmp_path):
    """Bad names and dates are refused with the known ones in the hint, and nothing is written."""
    with pytest.raises(InputError, match="no figure 'pie'"):
        plots.draw(today, "pie")
    with pytest.raises(InputError, match="unknown format 'gif'"):
        plots.save(today, "endings", tmp_path / "a.gif")
    with pytest.raises(InputError, match="unknown size 'poster'"):
        plots.save(today, "endings", tmp_path / "a.png", size="poster")
    with pytest.raises(InputError, match="no outcome 'us_lead'"):
        plots.draw(today, "fan", column="us_lead")
    with pytest.raises(InputError, match="no group 'top5'"):
        plots.draw(today, "net_flow", group="top5")
    for at in ("soon", "2050Q1"):
        with pytest.raises(InputError, match=at):
            plots.draw(today, "ridgeline", column="us_lead_months", at=at)
    assert list(tmp_path.iterdir()) == []


def test_a_fan_holds_the_quantiles_of_the_runs(today):
    """The median and bands are the runs' own quantiles, in per cent, and the shown runs are real runs."""
    drawn = plots.see(today, "fan", column="adoption.CN")
    values = today.columns("adoption.CN")[~today.failed].astype(float)
    np.testing.assert_allclose(drawn.levels[fan.MEDIAN], 100 * np.median(values, axis=0))
    for run in drawn.runs:
        assert np.any(np.all(np.isclose(100 * values, run), axis=1))


def test_the_reference_case_is_the_first_result(today, pressed):
    """With two results the fan shows the last and the first's median; with one there is no reference."""
    drawn = plots.see([today, pressed], "fan", column="adoption.CN")
    middle = quantiles(today.columns("adoption.CN"), (0.5,))[0]
    np.testing.assert_allclose(drawn.reference, 100 * middle)
    assert drawn.reference_title == today.scenario.title
    assert plots.see(pressed, "fan", column="adoption.CN").reference is None


def test_a_reference_case_may_end_elsewhere(today, build, tmp_path):
    """A reference that ends earlier is drawn to its own end, on a page and on paper."""
    short = build(tmp_path / "short", runs=6, length=48, title="Short")
    drawn = plots.see([short, today], "fan", column="adoption.CN")
    (line,) = (trace for trace in fan.figure(drawn).data if trace.name == "Short")
    assert len(drawn.reference) == len(line.x) == len(line.customdata) == 48
    assert plots.save([short, today], "links", tmp_path / "a.svg").stat().st_size > 0


def test_without_a_finished_run_there_is_no_figure(build, tmp_path):
    """Where every run failed a figure is refused, and the outcome named."""
    empty = build(tmp_path / "empty", runs=3, failing=(0, 1, 2))
    with pytest.raises(InputError, match="'us_lead_months' has no value in any run"):
        plots.draw(empty, "fan", column="us_lead_months")


def test_chance_by_date_ends_at_the_stored_probability(today):
    """The course of an ending passes through its stored chance at the date of judgement."""
    drawn = plots.see(today, "by_date")
    at = today.scenario.by - today.scenario.start
    stored = {today.judgement[name].title: found for name, found in today.chances.items()}
    assert len(drawn.courses) > 0
    for course in drawn.courses:
        assert course.found[at] == stored[course.title]


def test_an_ending_never_seen_is_named_and_not_drawn(today):
    """Endings of no run stand in the caption."""
    drawn = plots.see(today, "by_date")
    shown = {course.title for course in drawn.courses}
    for ending in today.judgement.values():
        seen = bool(ending.holds_by[~today.failed, -1].any())
        assert (ending.title in shown) == seen
        assert seen or ending.title in drawn.caption


def test_endings_that_one_result_lacks_are_left_out(today, pressed):
    """Of several results only the endings that all of them were asked for are drawn side by side."""
    fewer = replace(pressed)
    _, *others = pressed.judgement
    fewer.__dict__["judgement"] = {other: pressed.judgement[other] for other in others}
    drawn = plots.see([today, fewer], "endings")
    assert set(drawn.endings) == {today.judgement[other].title for other in others}
    assert all(len(scenario.found) == len(others) for scenario in drawn.scenarios)


def test_net_flows_are_differences_of_moves(today):
    """The net flow over a year is moves one way minus moves back, summed over four quarters."""
    drawn = plots.see(today, "net_flow")
    there, back = (today.columns(f"moves.{pair}")[~today.failed].astype(float) for pair in ("US.CN", "CN.US"))
    yearly = (there - back)[:, 40:44].sum(axis=1)
    np.testing.assert_allclose(drawn.nets[0].levels[1, 43], np.median(yearly), rtol=1e-6)
    assert np.isnan(drawn.nets[0].levels[:, :3]).all()
    assert drawn.nets[0].title == "United States to China"
    assert net_flow.view([today], "top2").title.startswith("Net flow of top-2%")


def test_the_sankey_counts_from_the_start_to_the_judgement(today):
    """A flow is the median number of persons from the scenario's start to the date of judgement."""
    drawn = plots.see(today, "talent_flows", group="top20")
    moved = today.columns("moves_top20.CN.US")[~today.failed]
    start, by = today.scenario.start, today.scenario.by
    flow = next(flow for flow in drawn.flows if (flow.source, flow.target) == ("CN", "US"))
    np.testing.assert_allclose(flow.median, np.median(moved[:, start : by + 1].sum(axis=1)), rtol=1e-6)
    assert {(flow.source, flow.target) for flow in drawn.flows} == set(talent_flows.PAIRS)


def test_chance_of_more_falls_with_the_value(today, pressed):
    """An exceedance curve never rises, and lies inside its sampling range."""
    for curve in plots.see([today, pressed], "exceedance", column="us_lead_months").curves:
        chance, low, high = np.array([each[:3] for each in curve.found]).T
        assert np.all(np.diff(chance) <= 0)
        assert np.all((low <= chance + 1e-12) & (chance <= high + 1e-12))


@pytest.mark.parametrize("name", ["fan", "ridgeline", "exceedance"])
def test_a_share_of_people_is_printed_no_finer_than_an_agent(name, today):
    """With a hundred agents one of them is 7% of the top 2%: tables and sentences count in tens."""
    assert today.manifest.steps["talent_share.top2.CN"] == pytest.approx(1 / 14)
    seen = plots.see([today], name, column="talent_share.top2", bloc="CN")
    cells = " ".join(seen.table.to_string(index=False, header=False).split())
    said = cells.replace(today.scenario.title, "") + seen.label.partition(":")[2]
    said = re.sub(r"\d{4}Q\d|80%|top 2%|\S+% \([^)]*%\)", "", said)  # chances are of runs
    numbers = re.findall(r"(?<![\dQ.])\d+(?:\.\d+)?(?![\dQ.])", said)
    assert numbers and all(float(each) % 10 == 0 for each in numbers)


def test_a_ridge_is_a_density(today):
    """The kernel density integrates to one, and keeps the sample's mean."""
    sample = today.columns("us_lead_months")[~today.failed, 40].astype(float)
    values = np.linspace(sample.min() - 40, sample.max() + 40, 4_001)
    heights = ridgeline.density(Sample(sample, None), values)
    assert np.trapezoid(heights, values) == pytest.approx(1.0, abs=1e-6)
    assert np.trapezoid(heights * values, values) == pytest.approx(sample.mean(), abs=1e-3)


def test_the_representative_run_is_ordinary_and_finished(today):
    """Its ranks are nearer to the middle, summed over the yardsticks, than those of a run at the edge."""
    run = representative(today, ["us_lead_months"])
    values = today.columns("us_lead_months")[:, today.scenario.by]
    rank = np.mean(values[~today.failed] < values[run])
    assert not today.failed[run]
    assert abs(rank - 0.5) <= 1 / 59


def test_a_timeline_shows_one_run_from_the_start_on(today):
    """Events of other runs and of history are left out, and none of the run's is lost."""
    drawn = plots.see(today, "timeline", run=5)
    events = today.events
    own = events[(events["run"] == 5) & (events["quarter"] >= today.scenario.start)]
    assert sum(mark.events for mark in drawn.marks) == len(own) > 0


def test_links_share_one_scale(today):
    """All five small fans run from 0 to 1, in the order chips, talent, methods, products, mean."""
    chart = plots.draw(today, "links")
    layout = chart.to_plotly_json()["layout"]
    assert [note["text"] for note in layout["annotations"]][:5] == [
        "Chips", "Talent", "Methods", "Products", "Mean of the four",
    ]  # fmt: skip
    assert all(tuple(layout[axis]["range"]) == (-0.05, 1.05) for axis in layout if axis.startswith("yaxis"))


def test_starting_beliefs_are_those_a_claim_informs(today):
    """A parameter is shown if and only if a claim informs its prior, and the ranges are the room's own."""
    from aiscenarios import evidence

    known = evidence.load()
    drawn = plots.see(today, "starting_beliefs")
    informed = {landing.name for claim in known.claims for landing in claim.priors}
    assert {belief.parameter.name for belief in drawn.beliefs} == informed
    beliefs = evidence.priors(known)
    for belief in drawn.beliefs:
        own = beliefs.interval(belief.parameter.name)
        assert (belief.after.low, belief.after.high) == pytest.approx((own.low, own.high))


def test_every_outcome_has_a_title_and_a_unit(today):
    """Each column of the catalogue is called by a sentence, and shares are shown in per cent."""
    for column, unit in units().items():
        found = measure(today, column)
        assert found.title
        assert "the bloc" not in found.title
        assert (found.factor, found.unit[:1]) == (100.0, "%") or not unit.startswith("share")


def test_colours_differ_and_stand_out_from_white():
    """No colour comes twice, and each is dark enough to be seen on white."""
    grey = [
        sum(
            weight * int(shade[place : place + 2], 16) / 255
            for weight, place in zip(LUMINANCE, (1, 3, 5), strict=True)
        )
        for shade in style.PALETTE
    ]
    assert len(set(style.PALETTE)) == len(style.PALETTE)
    assert all(value < 0.75 for value in grey)


def test_hostile_names_cannot_speak_plotly_or_mathematics(hostile, tmp_path):
    """A title with tags is escaped for plotly, and a dollar sign starts no formula on paper."""
    chart = plots.draw(hostile, "fan", column="us_lead_months")
    assert "<a href" not in chart.layout.title.text
    assert "&lt;a href" in chart.layout.title.text
    assert plots.save(hostile, "by_date", tmp_path / "a.svg").stat().st_size > 0


def test_year_ends_begin_before_the_start():
    """A table's rows are the quarter before the start and every fourth quarter from then on."""
    ends = tables.year_ends(56, quarters.parse("2027Q1"))
    assert [quarters.label(end) for end in ends][:3] == ["2026Q4", "2027Q4", "2028Q4"]


def test_the_median_error_shrinks_with_the_root_of_the_runs():
    """Four times the runs halve the sampling error of a median, by order statistics."""
    few, many = (tables.median_error(np.arange(count) / count) for count in (400, 1_600))
    assert few / many == pytest.approx(2.0, rel=0.05)


def test_the_result_draws_itself(today):
    """``result.plot`` has a method for each figure of the catalogue."""
    assert set(dir(today.plot)) == set(NAMES)
    named = plots.draw(today, "fan", column="talent_share.top20", bloc="CN")
    assert today.plot.fan("talent_share.top20", "CN").data == named.data
    assert today.plot.timeline(5).layout.title == today.plot.timeline(run=5).layout.title
    with pytest.raises(AttributeError, match="no figure 'pie'"):
        today.plot.pie()


def test_marks_lie_where_the_scenario_says():
    """The start line is the first day of its quarter, the judgement line the last day of its own."""
    start, by = style.marks(quarters.parse("2027Q1"), quarters.parse("2030Q4"))
    assert (start.at, by.at) == (2027.0, 2031.0)
    assert by_date.style.midpoint(quarters.parse("2027Q1")) == 2027.125
