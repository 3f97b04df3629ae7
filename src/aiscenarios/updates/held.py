"""Reading what a claim reports: what of a run it can be held against."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from aiscenarios import narratives, observations, quarters
from aiscenarios.ensemble import Result
from aiscenarios.ensemble.seen import check_end
from aiscenarios.errors import InputError, one_of
from aiscenarios.files import nodes
from aiscenarios.files.faults import Faults
from aiscenarios.files.nodes import Node, Scalar
from aiscenarios.narratives import Expression
from aiscenarios.observations.period import Period
from aiscenarios.scenario.dates import read_day, read_quarter
from aiscenarios.scenario.document import apply
from aiscenarios.scenario.language import read_expression
from aiscenarios.scenario.names import vocabulary
from aiscenarios.scenario.reading import Fields
from aiscenarios.scenario.series import read_entity, read_period, read_series
from aiscenarios.scenario.text import as_mapping, as_scalar
from aiscenarios.updates.amounts import read_level, read_printed
from aiscenarios.updates.columns import needed
from aiscenarios.updates.reports import Event, Level, Lever, Printed, Report

__all__ = ["Held"]

_KINDS = {
    "figure": (("series", "entity", "period", "value"), ("outcome", "at", "value")),
    "event": (("if", "by"), ("narrative", "by")),
    "policy": (("lever", "from", "value"),),
}
"""What a claim of each kind may report, the first key telling which it is."""
_OPTIONAL = {"event": ("since",), "policy": ("actor",)}
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Held:
    """Reads reports of an article against what a result's runs hold.

    Args:
        result: the runs.
        published: the end of the day by which the article was out, in quarters since the start of 2019.
        faults: where what is wrong is noted.
    """

    result: Result
    published: float
    faults: Faults

    def report(self, kind: str, node: Node) -> Report | None:
        """What a claim of a kind reports; None where something is wrong, which has been noted."""
        mapping = as_mapping(node)
        if kind not in _KINDS:
            raise node.place.fault(
                f"an {kind} reports nothing that a run can be held against",
                "let it land in P, a starting belief, or call it a figure or an event",
            )
        ways = _KINDS[kind]
        known = dict.fromkeys(key for way in ways for key in way) | dict.fromkeys(_OPTIONAL.get(kind, ()))
        fields = Fields(mapping, tuple(known), self.faults)
        given = [way for way in ways if fields.get(way[0]) is not None]
        if len(given) != 1:
            forms = " or ".join(f"{{{', '.join(f'{key}: ...' for key in way)}}}" for way in ways)
            raise node.place.fault(f"does not say what the {kind} is of", f"write {forms}")
        (way,) = given
        fields.need(*(key for key in way if kind != "policy" or key == "lever"))
        if not fields.sound():
            return None
        readers: dict[str, Callable[[Fields], Report | None]] = {
            "series": self._printed, "outcome": self._level, "if": self._condition,
            "narrative": self._ending, "lever": self._lever,
        }  # fmt: skip
        return readers[way[0]](fields)

    def _printed(self, fields: Fields) -> Printed | None:
        name = fields.read("series", read_series, None)
        if name is None:
            return None
        entity = fields.read("entity", partial(read_entity, name), None)
        period = fields.read("period", partial(self._period, name), None)
        amount = fields.read("value", partial(read_printed, observations.known()[name]), None)
        if entity is None or period is None or amount is None:
            return None
        found = Printed(name, entity, *period, amount)
        try:
            check_end(found.address, found.span.end)
        except InputError as error:
            fields.blame(fields.get("period"), error.message, error.hint)
        self._check_columns(fields, "series", needed(found, self.result.manifest.quarters))
        return found

    def _period(self, series: str, node: Node) -> tuple[str, Period]:
        text, period = read_period(series, node)
        if period.begin < 0.0 or period.end > self.result.manifest.quarters:
            last = quarters.label(self.result.manifest.quarters - 1)
            raise node.place.fault(f"{text} lies outside the runs, which go from 2019Q1 to {last}")
        self._check_past(node, text, period.end - observations.known()[series].early)
        return text, period

    def _check_past(self, node: Node, text: str, end: float) -> None:
        """An article cannot report what was still to come."""
        if end > self.published + _ROUNDING:
            raise node.place.fault(
                f"{text} was not over when the article was published",
                "a forecast is an opinion: let it land in P",
            )

    def _quarter(self, node: Node) -> int:
        """The quarter of a date; of a day or month the one it lies in, which need not be over."""
        quarter = quarters.containing(read_day(node))
        if quarter >= self.result.manifest.quarters:
            last = quarters.label(self.result.manifest.quarters - 1)
            raise node.place.fault(f"{as_scalar(node).text} lies after the runs, which end with {last}")
        if quarter > self.published:
            raise node.place.fault(
                f"{as_scalar(node).text} lies after the article was published",
                "a forecast is an opinion: let it land in P",
            )
        return quarter

    def _level(self, fields: Fields) -> Level | None:
        units = self.result.manifest.outcomes
        at = fields.read("at", self._quarter, None)
        asked = fields.read("outcome", self._reader(narratives.parse_quantity, at), None)
        if asked is None or at is None:
            return None
        text, (expression, _) = asked
        amount = fields.read("value", partial(read_level, expression, units), None)
        return None if amount is None else Level(text, expression, at, amount)

    def _condition(self, fields: Fields) -> Event | None:
        by = fields.read("by", self._quarter, None)
        read = fields.read("if", self._reader(narratives.parse, by), None)
        return None if read is None or by is None else self._event(fields, read[0], read[1], by)

    def _reader[T](self, parse: Callable[..., T], last: int | None) -> Callable[[Node], tuple[str, T]]:
        """Reads a text in the language of narratives that is judged up to a quarter."""
        return partial(read_expression, parse, self.result.manifest.outcomes, last)

    def _ending(self, fields: Fields) -> Event | None:
        by = fields.read("by", self._quarter, None)
        found = fields.read("narrative", self._narrative, None)
        return None if found is None or by is None else self._event(fields, *found, by)

    def _narrative(self, node: Node) -> tuple[str, Expression]:
        from aiscenarios.ensemble.endings import of_scenario

        stories = of_scenario(self.result.scenario, self.result.manifest.outcomes)
        known = {story.name: story.expression for story in stories if story.expression is not None}
        name = as_scalar(node).text.strip()
        if name not in known:
            raise node.place.fault(f"there is no ending '{name}' that can be reported", one_of(name, known))
        return name, known[name]

    def _event(self, fields: Fields, what: str, condition: Expression, by: int) -> Event | None:
        """An event counts from the scenario's start on, or in its own quarter if that is earlier."""
        usual = min(self.result.scenario.start, by)
        since = fields.read("since", self._quarter, usual)
        if since > by:
            fields.blame(fields.get("since"), f"{quarters.label(since)} lies after {quarters.label(by)}")
            return None
        return Event(what, condition, since, by)

    def _lever(self, fields: Fields) -> Lever | None:
        """A policy, and the lines of a scenario that set it; a date in the past becomes the start."""
        node, actor = fields.get("lever"), fields.get("actor")
        assert node is not None
        name, value = as_scalar(node), fields.get("value")
        start = max(fields.read("from", read_quarter, 0), self.result.scenario.start)
        dated: Node = value if value is not None else Scalar("VALUE", True, node.place)
        when = quarters.label(start)
        setting: Node = nodes.Mapping(((Scalar(when, True, node.place), dated),), False, node.place)
        if actor is not None:
            setting = nodes.Mapping(((as_scalar(actor), setting),), False, node.place)
        if value is None:
            self._check_lever(node, name.text.strip())
        else:
            lever = nodes.Mapping(((name, setting),), False, node.place)
            document = nodes.Mapping(((Scalar("levers", True, node.place), lever),), False, node.place)
            scenario = self.result.scenario
            apply(document, "scenario", scenario, vocabulary(scenario.outside), self.faults)
        said = as_scalar(dated).text if isinstance(dated, Scalar) else "VALUE"
        line = f"{{{when}: {said}}}"
        line = line if actor is None else f"{{{as_scalar(actor).text.strip()}: {line}}}"
        return (
            Lever(name.text.strip(), ("levers:", f"  {name.text.strip()}: {line}"))
            if fields.sound()
            else None
        )

    def _check_lever(self, node: Node, name: str) -> None:
        from aiscenarios.drivers import BLOC_LEVERS

        known = (*BLOC_LEVERS, *(each.name for each in self.result.scenario.outside.levers))
        if name not in known:
            raise node.place.fault(f"there is no lever '{name}'", one_of(name, known))

    def _check_columns(self, fields: Fields, key: str, columns: frozenset[str]) -> None:
        """A result of an earlier version may lack a column that a series is seen by."""
        for name in sorted(columns - self.result.manifest.outcomes.keys()):
            fields.blame(
                fields.get(key), f"needs the outcome '{name}', which these runs do not hold", "run again"
            )
