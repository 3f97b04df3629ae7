"""Every number of the world's start and of its recorded flows, with the models at its two ends."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from aiscenarios.ensemble.model import Model
from aiscenarios.evidence.labs import Catalogue, Lab, load_catalogue
from aiscenarios.evidence.world import Figure, Table, World, load_world
from aiscenarios.scenario.prepare import STARTUP_SLOTS
from aiscenarios.state import BLOCS, KINDS, MODALITIES, TIERS
from docs.studies.moved_items import FACTOR, Item, ends, numbers

type Change = Callable[[float], World]
"""The world with one of its numbers put at a value."""


def world(base: Model) -> Iterator[Item]:
    """Every number of the world of 2019 and of its recorded flows."""
    for name, value, unit, change in world_numbers(load_world()):
        pair = ends(value, unit)
        models = (_in_world(base, change(pair[0])), _in_world(base, change(pair[1])))
        yield Item("start", name, *numbers(*pair, unit), models)


def world_numbers(w: World) -> Iterator[tuple[str, float, str, Change]]:
    """Name, value, unit and change of each."""
    yield ("researchers", w.researchers.value, "persons",
           lambda x: replace(w, researchers=_figure(w.researchers, x)))  # fmt: skip
    for tier in TIERS:
        shares = w.stock[tier].array()
        for axis, word in ((0, "from China"), (1, "at work in the US")):
            place = BLOCS.index("CN" if axis == 0 else "US")
            share = float(np.take(shares, place, axis).sum())
            yield (f"stock.{tier} {word}", share, "share",
                   lambda x, tier=tier, axis=axis, place=place: _stock(w, tier, axis, place, x))  # fmt: skip
    for bloc in BLOCS:
        yield (f"spending_share.{bloc}", w.spending_share.share[bloc], "share",
               lambda x, bloc=bloc: _spending_share(w, bloc, x))  # fmt: skip
        for field, unit in (("market", "millions"), ("games", "US$/year")):
            by_bloc = getattr(w, field)
            yield (f"{field}.{bloc}", by_bloc.share[bloc], unit,
                   lambda x, field=field, by_bloc=by_bloc, bloc=bloc: replace(
                       w, **{field: replace(by_bloc, share=by_bloc.share | {bloc: x})}))  # fmt: skip
    flows, own = w.supply.flows, w.domestic["CN"]
    yield ("supply.flows", 1.0, "x of the record", lambda x: replace(w, supply=replace(w.supply, flows=tuple(
        replace(flow, flow=tuple(x * each for each in flow.flow)) for flow in flows))))  # fmt: skip
    yield ("supply.growth_before", w.supply.growth_before.value, "x a year", lambda x: replace(
        w, supply=replace(w.supply, growth_before=_figure(w.supply.growth_before, x))))  # fmt: skip
    yield ("spending.others", w.spending.others.value, "x of Nvidia's", lambda x: replace(
        w, spending=replace(w.spending, others=_figure(w.spending.others, x))))  # fmt: skip
    for field, unit in (("yearly", "H100e"), ("growth", "x a year")):
        figure = getattr(own, field)
        yield (f"domestic.{field}.CN", figure.value, unit, lambda x, field=field, figure=figure: replace(
            w, domestic={"CN": replace(own, **{field: _figure(figure, x)})}))  # fmt: skip


def _figure(figure: Figure, value: float) -> Figure:
    return replace(figure, value=value)


def _stock(w: World, tier: str, axis: int, place: int, share: float) -> World:
    """One origin's, or one place of work's, part of a tier put at a share; the others keep their ratios."""
    shares = np.moveaxis(w.stock[tier].array(), axis, 0).copy()
    old = shares[place].sum()
    shares *= (1.0 - share) / (1.0 - old)
    shares[place] *= share / old * (1.0 - old) / (1.0 - share)
    moved = np.moveaxis(shares, 0, axis)
    cells = {a: {b: float(moved[i, j]) for j, b in enumerate(BLOCS)} for i, a in enumerate(BLOCS)}
    table = Table(share=cells, source=w.stock[tier].source, origin=w.stock[tier].origin)
    return replace(w, stock=w.stock | {tier: table})


def _spending_share(w: World, bloc: str, share: float) -> World:
    """A bloc's part in the world's spending; the others keep their ratio."""
    old = w.spending_share.share
    rest = (1.0 - share) / (1.0 - old[bloc])
    new = {each: share if each == bloc else part * rest for each, part in old.items()}
    return replace(w, spending_share=replace(w.spending_share, share=new))


def _in_world(base: Model, w: World) -> Model:
    setup, quarters = base.setup, base.setup.quarters
    drivers = setup.drivers._replace(
        supply=w.supply_path(quarters),
        spending=w.spending_path(quarters),
        domestic=w.domestic_path(quarters),
    )
    return replace(base, setup=setup._replace(blocs=w.blocs(), stock=w.stock_persons(), drivers=drivers))


def catalogue(base: Model) -> Iterator[Item]:
    """Every number of the catalogue of labs: of all labs of a kind at once, or of all that have their own."""
    labs = load_catalogue().labs
    for field in ("size", "purse", "users"):
        for kind in KINDS:
            if any(lab.kind == kind and getattr(lab, field).value for lab in labs):
                yield _of_labs(base, field, kind)
    for field in ("cash", "pay", "freedom", "friction", "openness"):
        if any(getattr(lab, field) is not None for lab in labs):
            yield _of_labs(base, field, None)
    for modality, word in enumerate(MODALITIES):
        models = (_effort(base, modality, 1.0 / FACTOR), _effort(base, modality, FACTOR))
        yield Item("start", f"labs.effort {word}", f"/{FACTOR:g}", f"x{FACTOR:g}", models)


def _of_labs(base: Model, field: str, kind: str | None) -> Item:
    """A field of labs moved by the factor."""
    unit = "share" if field in ("purse", "freedom", "friction") else "x"

    def moved(lab: Lab, end: int) -> Lab:
        figure = getattr(lab, field)
        if figure is None or kind not in (None, lab.kind) or not figure.value:
            return lab
        return replace(lab, **{field: _figure(figure, ends(figure.value, unit)[end])})

    models = tuple(
        _with_labs(base, Catalogue(tuple(moved(lab, end) for lab in load_catalogue().labs))) for end in (0, 1)
    )
    said = (f"/{FACTOR:g}", f"x{FACTOR:g}{' (odds)' if unit == 'share' else ''}")
    return Item("start", f"labs.{field}{f' of {kind}' if kind else ''}", *said, (models[0], models[1]))


def _with_labs(base: Model, changed: Catalogue) -> Model:
    labs, crafts, _ = changed.arrays(STARTUP_SLOTS)
    return replace(base, setup=base.setup._replace(labs=labs, crafts=crafts))


def _effort(base: Model, modality: int, factor: float) -> Model:
    """All labs' work on a modality; where it would pass the whole, it takes what the other two leave."""
    crafts = base.setup.crafts.copy()
    for field in ("effort", "target"):
        others = crafts[field].sum(axis=1) - crafts[field][:, modality]
        crafts[field][:, modality] = np.minimum(factor * crafts[field][:, modality], 1.0 - others)
    return replace(base, setup=base.setup._replace(crafts=crafts))
