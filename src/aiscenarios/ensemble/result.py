"""The result of an ensemble, read from its folder as far as it is asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble.chunks import SWITCH
from aiscenarios.ensemble.endings import Ending
from aiscenarios.ensemble.folders import Temporary
from aiscenarios.ensemble.intervals import Estimate, proportion
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.present import Present, present
from aiscenarios.ensemble.store import Store
from aiscenarios.ensemble.weighted import probability
from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.state import NOTE_KINDS

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from aiscenarios.scenario.model import Scenario

__all__ = ["Judge", "Plot", "Result"]

type Judge = Callable[[Store], dict[str, Ending]]
"""Tells the endings of a stored ensemble."""


@dataclass(frozen=True, eq=False)
class Result:
    """A stored ensemble and the scenario it belongs to.

    Run ``i`` of any result with the same seed has the same draws, so results compare run by run.
    """

    store: Store
    scenario: "Scenario"
    judge: Judge = field(repr=False)
    keep: Temporary | None = field(default=None, repr=False)
    """The temporary folder the result lies in, if it has none of its own; it goes when the result does."""
    _held: dict[str, NDArray[np.float32]] = field(default_factory=dict, init=False, repr=False)

    def __repr__(self) -> str:
        made = self.manifest
        named = f"{made.scenario} ({self.scenario.title})"
        return f"<Result of {named}: {self.runs:,} runs, seed {made.seed}, in {self.folder}>"

    @property
    def manifest(self) -> Manifest:
        """What the values depend on, and how they were made."""
        return self.store.manifest

    @property
    def folder(self) -> Path:
        """Where the result is stored."""
        return self.store.folder

    @property
    def runs(self) -> int:
        """Number of runs, failed ones included."""
        return self.store.runs

    @cached_property
    def digest(self) -> str:
        """Hash of the stored outcome values in run order; equal values, equal digest."""
        return self.store.digest()

    def sealed(self, digest: str) -> "Result":
        """The same result, what was read of it included, with its digest in the manifest."""
        done = replace(self, store=self.store.sealed(digest))
        read = {name: value for name, value in self.__dict__.items() if name not in self.__dataclass_fields__}
        done.__dict__.update(read)
        return done

    def first(self, runs: int) -> "Result":
        """The result of the first ``runs`` runs alone.

        Raises:
            InputError: there would be none.
        """
        if runs < 1:
            raise InputError("must be 1 or more", path="runs")
        return replace(self, store=replace(self.store, runs=min(runs, self.runs)))

    def columns(self, name: str) -> NDArray[np.float32]:
        """One outcome column, run x quarter from 2019Q1; NaN where undefined and in failed runs.

        Raises:
            InputError: there is no such column.
        """
        if name not in self.manifest.outcomes:
            hint = did_you_mean(
                name, self.manifest.outcomes, otherwise="aiscenarios list outcomes names them all"
            )
            raise InputError(f"there is no outcome '{name}'", path=name, hint=hint)
        held = self._held.get(name)
        return self.store.columns([name])[name] if held is None else held

    @contextmanager
    def holding(self, names: Iterable[str]) -> Iterator[None]:
        """Read some outcome columns at once, and hold them as long as they are asked for one by one."""
        read = [name for name in names if name in self.manifest.outcomes and name not in self._held]
        self._held.update(self.store.columns(read))
        try:
            yield
        finally:
            for name in read:
                self._held.pop(name, None)

    @cached_property
    def failed(self) -> NDArray[np.bool_]:
        """Per run: it broke off before its end."""
        return np.asarray(self.store.table("runs", ["status"])["status"] != 0)

    @cached_property
    def judgement(self) -> Mapping[str, Ending]:
        """What became of each narrative in every run, by name."""
        return self.judge(self.store)

    @cached_property
    def chances(self) -> Mapping[str, Estimate]:
        """Chance of each ending with its 90% sampling range; failed runs count either way."""
        return {name: self.share(ending.true) for name, ending in self.judgement.items()}

    @cached_property
    def present(self) -> Present:
        """What is known of the present, and how much each run counts by it."""
        return present(self)

    @property
    def weights(self) -> NDArray[np.float64] | None:
        """How much each run counts, summing to one; None where all count alike."""
        return self.present.weights

    def share(self, true: NDArray[np.bool_]) -> Estimate:
        """Chance of what is true of some runs, with its 90% sampling range; failed runs count either way."""
        if self.weights is None:
            return proportion(true, self.failed)
        return probability(true, self.failed, self.weights)

    @property
    def widest(self) -> float:
        """Half-width of the widest sampling range of all endings."""
        return max(chance.half_width for chance in self.chances.values())

    @property
    def probabilities(self) -> "pd.DataFrame":
        """Chance of each ending: narrative, by, probability, low, high, runs, failed."""
        import pandas as pd

        by = quarters.label(self.scenario.by)
        rows = [(name, by, *chance) for name, chance in self.chances.items()]
        return pd.DataFrame(rows, columns=["narrative", "by", "probability", "low", "high", "runs", "failed"])

    @cached_property
    def outcomes(self) -> "xr.Dataset":
        """All outcomes, run x quarter, and x bloc where there is one a bloc; units as attributes."""
        from aiscenarios.ensemble.dataset import dataset

        columns = self.store.columns(list(self.manifest.outcomes))
        return dataset(self.manifest.outcomes, columns, self.runs, self.manifest.quarters)

    @cached_property
    def parameters(self) -> "pd.DataFrame":
        """The values each run was given, run x parameter; neutral where their mechanism was off."""
        table = self._table("runs").set_index("run").drop(columns=["status", "status_at"])
        return table.loc[:, [not name.startswith(SWITCH) for name in table.columns]]

    @cached_property
    def mechanisms(self) -> "pd.DataFrame":
        """Which mechanisms that may be off were at work, run x mechanism: structural uncertainty."""
        table = self._table("runs").set_index("run")
        named = [name for name in table.columns if name.startswith(SWITCH)]
        return table[named].astype(bool).rename(columns=lambda name: name.removeprefix(SWITCH))

    def observed(self, series: str, entity: str, period: str) -> NDArray[np.float64]:
        """What a public source would have printed of each run, before its own error.

        Args:
            series: its name, see ``aiscenarios list series``.
            entity: what the series tells apart: a country, a lab, a cohort.
            period: as sources write it: 2024, 2024-06, 2024Q2, 2019-2024 or FY2024.

        Raises:
            InputError: the series or entity is unknown, or the period is none or lies outside the runs.
        """
        from aiscenarios.ensemble.seen import read
        from aiscenarios.observations import observe

        address, quarters = (series, entity, period), self.manifest.quarters
        found = read(self.store, (address,), lambda seen: observe(seen, *address, quarters=quarters))
        return np.concatenate(found)

    @cached_property
    def statuses(self) -> "pd.DataFrame":
        """How each run ended: run, status (0: finished), and a sentence where it failed."""
        from aiscenarios.ensemble.failures import sentence

        table = self._table("runs", ["status", "status_at"])
        pairs = zip(table["status"], table.pop("status_at"), strict=True)
        return table.assign(sentence=[sentence(self.manifest, code, at) for code, at in pairs])

    @cached_property
    def lab_table(self) -> "pd.DataFrame":
        """The labs in the fourth quarter of each year: run, quarter, lab, and one column a fact."""
        table = self._table("labs")
        return table.assign(lab=self._lab_names(table["lab"]))

    @cached_property
    def events(self) -> "pd.DataFrame":
        """Notable events: run, quarter, kind, source and target lab, person, value."""
        return self._told(self._table("events"))

    def events_of(self, run: int) -> "pd.DataFrame":
        """Notable events of one run; nothing else is read.

        Raises:
            InputError: there is no such run.
        """
        import pandas as pd

        if not 0 <= run < self.runs:
            raise InputError(f"there is no run {run}", path="run", hint=f"0 to {self.runs - 1}")
        first = run - run % self.manifest.chunk
        chunk = replace(self.store, first=first, runs=min(self.manifest.chunk, self.runs - first))
        table = pd.DataFrame(chunk.table("events"))
        return self._told(table[table["run"] == run])

    def _told(self, table: "pd.DataFrame") -> "pd.DataFrame":
        """Events with the names of kinds and labs."""
        import pandas as pd

        kinds = pd.Categorical.from_codes(table["kind"].to_numpy(), pd.Index(NOTE_KINDS))
        labs = {end: self._lab_names(table[end]) for end in ("source", "target")}
        return table.assign(kind=kinds, **labs)

    @property
    def plot(self) -> "Plot":
        """Figures of this result, e.g. ``result.plot.fan("talent_share.top20", bloc="CN")``."""
        return Plot(self)

    def _table(self, table: str, names: list[str] | None = None) -> "pd.DataFrame":
        import pandas as pd

        return pd.DataFrame(self.store.table(table, names))

    def _lab_names(self, numbers: "pd.Series[int]") -> "pd.Categorical[str]":
        """Names of labs by number; of spin-outs, which have none, by the slot they took; "" for no lab."""
        import pandas as pd

        known = self.manifest.labs
        slots = max(int(numbers.max()) + 1 if len(numbers) else 0, len(known)) - len(known)
        names = [*known, *(f"spin-out {slot + 1}" for slot in range(slots)), ""]
        return pd.Categorical.from_codes(numbers.to_numpy() % len(names), pd.Index(names))


class Plot:
    """Each figure of ``aiscenarios.plots`` as a method, with that figure's options."""

    def __init__(self, result: Result) -> None:
        self._result = result

    def __getattr__(self, figure: str) -> Callable[..., Any]:
        # Plots stand above the ensemble; only this convenience looks up to them, and only when used.
        plots = import_module("aiscenarios.plots")
        try:
            plots.find(figure)
        except InputError as unknown:
            raise AttributeError(str(unknown)) from unknown

        return partial(plots.draw, self._result, figure)

    def __dir__(self) -> list[str]:
        return [figure.name for figure in import_module("aiscenarios.plots").FIGURES]
