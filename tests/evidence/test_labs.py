"""Laws of the catalogue of labs."""

from dataclasses import replace

import numpy as np
import pytest

from aiscenarios import quarters
from aiscenarios.draws import identity_of_name
from aiscenarios.errors import InputError
from aiscenarios.evidence.labs import NEVER, Catalogue, NewLab, load_catalogue
from aiscenarios.evidence.world import load_world
from aiscenarios.state import BLOCS, CN, CRAFT, KINDS, LAB, LANGUAGE, NOWHERE, STARTUP, WORLDS

CATALOGUE = load_catalogue()
SLOTS = 12
LABS, CRAFTS, NAMES = CATALOGUE.arrays(SLOTS)
CHATGPT = quarters.parse("2022Q4")


@pytest.mark.parametrize(
    ("lab", "systems"),
    [
        ("OpenAI", {"GPT", "Sora"}),
        ("Google", {"Genie"}),
        ("Tencent", {"Hunyuan", "WeChat"}),
        ("Alibaba", {"Qwen"}),
        ("Baidu", {"Ernie"}),
        ("NetEase", set()),
        ("Moonshot AI", set()),
        ("Zhipu AI", set()),
        ("Video start-up", set()),
        ("World-model start-up", set()),
        ("NVIDIA", {"H-series", "Blackwell"}),
        ("Huawei", {"Ascend"}),
    ],
)
def test_every_lab_and_system_of_the_articles_is_there(lab: str, systems: set[str]) -> None:
    """Each lab the articles name stands in the catalogue with the systems they name."""
    assert systems <= set(CATALOGUE.lab(lab).systems)


def test_arrays_fit_the_state() -> None:
    """Records are those of the state: the catalogue first, then empty slots."""
    assert LABS.dtype == LAB and CRAFTS.dtype == CRAFT
    assert len(LABS) == len(CRAFTS) == len(NAMES) + SLOTS
    assert NAMES == CATALOGUE.names
    assert LABS["listed"].tolist() == [1] * len(NAMES) + [0] * SLOTS


def test_slots_are_empty() -> None:
    """A slot is an inactive start-up without founder, people, money or work."""
    slots = LABS[-SLOTS:]
    assert np.all(slots["kind"] == STARTUP) and np.all(slots["founded"] == NEVER)
    assert np.all(slots["parent"] == NOWHERE)
    for field in ("active", "size", "purse", "users", "cash"):
        assert np.all(slots[field] == 0)
    assert np.all(CRAFTS[-SLOTS:]["effort"] == 0.0)


def test_only_labs_founded_by_2019_are_active() -> None:
    """A lab is active in 2019Q1 if it had been founded."""
    listed = LABS[: len(NAMES)]
    assert np.array_equal(listed["active"] == 1, listed["founded"] <= 0)


def test_identity_comes_from_the_name() -> None:
    """Leaving a lab out changes no other lab's identity."""
    fewer = Catalogue(tuple(lab for lab in CATALOGUE.labs if lab.name != "NetEase"))
    labs, _, names = fewer.arrays(SLOTS)
    assert [labs[n]["id"] for n in range(len(names))] == [identity_of_name(name) for name in names]
    assert len(set(LABS["id"][: len(NAMES)].tolist())) == len(NAMES)


def test_each_bloc_has_one_academia_and_one_industry() -> None:
    """Whoever leaves a lab finds academia and every other employer in each bloc."""
    for bloc in BLOCS:
        for kind in ("academia", "industry"):
            assert sum(lab.bloc == bloc and lab.kind == kind for lab in CATALOGUE.labs) == 1


def test_sizes_of_2019_add_to_the_workforce() -> None:
    """The labs of 2019 employ the researchers who work in their bloc, within a hundredth."""
    work = load_world().stock_persons().sum(axis=(0, 1))
    for b in range(len(BLOCS)):
        here = LABS[(LABS["bloc"] == b) & (LABS["active"] == 1)]
        assert here["size"].sum() == pytest.approx(work[b], rel=0.01)


def test_purses_of_2019_leave_room() -> None:
    """In each bloc the purses of the labs of 2019 add to nearly one, and to no more."""
    for b in range(len(BLOCS)):
        here = LABS[(LABS["bloc"] == b) & (LABS["active"] == 1)]
        assert 0.9 <= here["purse"].sum() <= 1.0


def test_chinese_language_work_before_chatgpt_is_tiny() -> None:
    """Before ChatGPT at most a fiftieth of any Chinese lab's work went to language models."""
    early = (LABS["bloc"] == CN) & (LABS["founded"] < CHATGPT)
    assert np.all(CRAFTS["effort"][early, LANGUAGE] <= 0.02)


def test_the_world_model_start_up_works_on_worlds() -> None:
    """The start-up of article 003 puts most of its work into interactive worlds."""
    place = CATALOGUE.index("World-model start-up")
    assert np.argmax(CRAFTS["target"][place]) == WORLDS


def test_parents_stand_before_their_spin_outs() -> None:
    """A parent is a lab of the catalogue, founded no later than its spin-out."""
    for place, lab in enumerate(CATALOGUE.labs):
        parent = int(LABS[place]["parent"])
        assert (parent == NOWHERE) == (lab.parent is None)
        assert parent == NOWHERE or CATALOGUE.labs[parent].quarter <= lab.quarter


def test_every_number_has_a_source() -> None:
    """No number stands without a source."""
    for lab in CATALOGUE.labs:
        figures = (lab.size, lab.purse, lab.users, lab.cash, lab.pay, lab.freedom, lab.friction, lab.openness)
        assert all(figure.source for figure in figures if figure is not None)
        assert lab.effort.source and lab.reference


def test_attributes_without_a_source_are_left_to_the_kind() -> None:
    """An attribute that no lab overrides is NaN: the kind's default holds."""
    given = np.array([lab.openness is not None for lab in CATALOGUE.labs])
    assert np.array_equal(~np.isnan(LABS["open"][: len(NAMES)]), given)
    assert np.all(np.isnan(LABS["pay"]))


def test_a_lab_may_be_called_by_its_alias() -> None:
    """Google is Google DeepMind."""
    assert CATALOGUE.index("Google") == CATALOGUE.index("Google DeepMind")


def test_mistyped_lab_names_the_nearest() -> None:
    """A mistyped lab is refused with the nearest name."""
    with pytest.raises(InputError, match="did you mean 'Moonshot AI'"):
        CATALOGUE.index("Moonshoot AI")


def test_a_lab_that_joins_is_like_its_model() -> None:
    """A scenario's lab has its model's size and work, and its own name, bloc, date and cash."""
    maple = NewLab(name="Maple AI", bloc="ROW", joins=32, reference="filing", like="Mistral AI", cash=5e7)
    grown = CATALOGUE.with_labs([maple])
    labs, crafts, names = grown.arrays(SLOTS)
    place, model = names.index("Maple AI"), names.index("Mistral AI")
    assert labs[place]["size"] == labs[model]["size"] and labs[place]["kind"] == labs[model]["kind"]
    assert (labs[place]["founded"], labs[place]["cash"], labs[place]["active"]) == (32, 5e7, 0)
    assert np.array_equal(crafts["effort"][place], crafts["target"][model])
    assert np.array_equal(labs["id"][: len(NAMES)], LABS["id"][: len(NAMES)])


@pytest.mark.parametrize("kind", KINDS)
def test_a_lab_may_be_typical_of_a_kind(kind: str) -> None:
    """Without a model a new lab is as the middling lab of its kind."""
    new = NewLab(name="New", bloc="CN", joins=32, reference="what if", kind=kind)
    lab = CATALOGUE.with_labs([new]).lab("New")
    sizes = [other.size.value for other in CATALOGUE.labs if other.kind == kind]
    assert lab.kind == kind and min(sizes) <= lab.size.value <= max(sizes)


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (NewLab(name="X", bloc="EU", joins=32, reference="", like="Meta"), "unknown bloc 'EU'"),
        (NewLab(name="X", bloc="US", joins=32, reference="", like="Metaa"), "did you mean 'Meta'"),
        (NewLab(name="X", bloc="US", joins=32, reference="", kind="gaint"), "did you mean 'giant'"),
        (NewLab(name="Google", bloc="US", joins=32, reference="", like="Meta"), "'Google' stands twice"),
    ],
)
def test_bad_new_lab_is_refused_in_words(new: NewLab, message: str) -> None:
    """Unknown bloc, model or kind, and a name that is taken, are named."""
    with pytest.raises(InputError, match=message):
        CATALOGUE.with_labs([new])


def test_changed_lab_changes_alone() -> None:
    """Changing one lab's numbers touches no other lab."""
    changed = CATALOGUE.with_changed("Tencent", "what if", freedom=0.9, users=2000.0)
    labs, _, _ = changed.arrays(SLOTS)
    place = CATALOGUE.index("Tencent")
    assert (labs[place]["freedom"], labs[place]["users"]) == (0.9, 2000.0)
    others = np.arange(len(labs)) != place
    for field in ("size", "users", "freedom", "purse"):
        assert np.array_equal(labs[field][others], LABS[field][others], equal_nan=True)


@pytest.mark.parametrize(
    ("numbers", "message"),
    [({"fredom": 0.5}, "did you mean 'freedom'"), ({"pay": -1.0}, "must not be negative")],
)
def test_bad_change_is_refused_in_words(numbers: dict[str, float], message: str) -> None:
    """An unknown attribute and a negative number are named."""
    with pytest.raises(InputError, match=message):
        CATALOGUE.with_changed("Tencent", "what if", **numbers)


def test_work_adds_to_one_at_most() -> None:
    """A lab cannot work more than all of its time."""
    effort = CATALOGUE.lab("OpenAI").effort
    with pytest.raises(ValueError, match="add to 1 at most"):
        replace(effort, now=(0.9, 0.2, 0.0))
