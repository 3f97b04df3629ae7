"""The algebra of beliefs: product of Normals, group weights, removal, repetition, keyed draws."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiscenarios.errors import InputError
from aiscenarios.evidence import (
    Article,
    Claim,
    Evidence,
    Interval,
    Normal,
    Scale,
    prior,
    priors,
    statements,
)
from aiscenarios.evidence.priors import Statement, combine
from aiscenarios.parameters import CONSTANTS, KIND, PARAMETERS, PARAMS

means = st.floats(-5, 5)
sds = st.floats(0.05, 5)
beliefs = st.builds(Normal, means, sds)
spoken = st.lists(
    st.builds(Statement, st.just(("a",)), st.just("g"), beliefs, st.floats(0.05, 1)), max_size=6
)


def all_priors(evidence: Evidence) -> dict[str, Normal]:
    """Every prior by name."""
    return {name: prior(evidence, parameter) for name, parameter in evidence.uncertain.items()}


def retold(article: Article) -> Article:
    """The article as another outlet would print it: other ids, the same story and statements."""
    claims = tuple(replace(claim, id=f"{claim.id}-again") for claim in article.claims)
    return replace(article, id=f"{article.id}-again", publisher="another outlet", claims=claims)


@given(beliefs, spoken, st.randoms())
def test_order_does_not_matter(reference: Normal, said: list[Statement], shuffler: object) -> None:
    """The product of the same statements in another order is the same to the last bit."""
    other = list(said)
    shuffler.shuffle(other)  # type: ignore[attr-defined]
    assert combine(reference, said) == combine(reference, other)


@given(beliefs, spoken)
def test_evidence_never_widens(reference: Normal, said: list[Statement]) -> None:
    """A product of Normals is no wider than the reference and lies between the extremes."""
    got = combine(reference, said)
    every = [reference.mean, *(one.belief.mean for one in said)]
    assert got.sd <= reference.sd * (1 + 1e-12)
    assert min(every) - 1e-9 <= got.mean <= max(every) + 1e-9


@given(beliefs, beliefs, st.integers(2, 6))
def test_a_group_speaks_with_one_voice(reference: Normal, belief: Normal, voices: int) -> None:
    """Many like voices of one group weigh as much as one."""
    one = combine(reference, [Statement(("a",), "g", belief, 1.0)])
    many = combine(reference, [Statement((str(i),), "g", belief, 1.0 / voices) for i in range(voices)])
    assert np.allclose([one.mean, one.sd], [many.mean, many.sd])


def test_group_weights_sum_to_one(evidence: Evidence) -> None:
    """Within each dependence group the weights of the statements on one parameter sum to one."""
    for parameter in evidence.uncertain.values():
        said = statements(evidence, parameter)
        for group in {one.group for one in said}:
            assert sum(one.weight for one in said if one.group == group) == pytest.approx(1.0)


def test_removing_a_claim_moves_its_priors(evidence: Evidence) -> None:
    """Each prior a claim informs moves when the claim is removed, unless its group still says so."""
    full = all_priors(evidence)
    for claim in evidence.claims:
        less = evidence.without([claim.id])
        informed = {landing.name for landing in claim.priors}
        for name, parameter in evidence.uncertain.items():
            carried = [one.belief for one in statements(less, parameter)]
            same = all(one.belief in carried for one in statements(evidence, parameter))
            assert (prior(less, parameter) != full[name]) == (name in informed and not same), (claim.id, name)


def test_no_claims_leave_the_reference(evidence: Evidence) -> None:
    """With every claim removed each prior is its reference, and its interval is reproduced."""
    bare = priors(evidence, ignore=[claim.id for claim in evidence.claims])
    for name, parameter in evidence.uncertain.items():
        said = bare.interval(name, parameter.reference.level)
        assert said.low == pytest.approx(parameter.reference.low, rel=0.01)
        assert said.high == pytest.approx(parameter.reference.high, rel=0.01)
        assert bare.mean[bare.index(name)] == parameter.scale.normal(parameter.reference).mean


def test_repeating_an_article_moves_nothing(evidence: Evidence) -> None:
    """An article counted twice, as it stands or as another outlet prints it, changes no prior by a bit."""
    for article in evidence.articles:
        assert all_priors(evidence.with_article(article)) == all_priors(evidence)
        assert all_priors(evidence.with_article(retold(article))) == all_priors(evidence)


def test_a_repeat_carries_what_is_removed(evidence: Evidence) -> None:
    """When the group still carries a statement, removing one of its claims moves nothing."""
    article = next(one for one in evidence.articles if one.id == "002")
    twice = evidence.with_article(retold(article))
    for claim in article.claims:
        assert all_priors(twice.without([claim.id])) == all_priors(evidence)


def test_one_article_as_two_stories_is_refused(evidence: Evidence) -> None:
    """The same print under another story would count twice."""
    article = replace(evidence.articles[0], id="x", story_of="another", claims=())
    with pytest.raises(InputError, match="repeats another under a new story"):
        evidence.with_article(article)


def test_one_id_with_two_meanings_is_refused(evidence: Evidence) -> None:
    """A claim id stands for one claim."""
    changed: Claim = replace(evidence.articles[0].claims[0], says="something else")
    article = replace(evidence.articles[0], claims=(changed,))
    with pytest.raises(InputError, match="stands twice"):
        evidence.with_article(article)


def test_before_an_article_its_claims_do_not_count(evidence: Evidence) -> None:
    """As of a day before all articles the priors are the references, and no later fact is there."""
    then = evidence.known_by(date(2024, 12, 31))
    assert then.claims == ()
    assert 0 < len(then.facts) < len(evidence.facts)
    assert all(fact.known <= date(2024, 12, 31) for fact in then.facts)
    partly = {claim.id[:3] for claim in evidence.known_by(date(2025, 12, 31)).claims}
    assert partly == {"000", "002"}


@given(
    st.sampled_from([Scale("linear", -np.inf, np.inf), Scale("log", 0.0, np.inf), Scale("logit", 0.0, 1.0)]),
    st.floats(0.001, 0.45),
    st.floats(0.5, 0.99),
    st.floats(0.5, 0.98),
)
def test_an_interval_is_reproduced(scale: Scale, low: float, high: float, level: float) -> None:
    """The Normal of an interval has that interval as its quantiles, on every scale and level, to 1%."""
    back = scale.interval(scale.normal(Interval(low, high, level)), level)
    assert (back.low, back.high) == pytest.approx((low, high), rel=0.01)


@settings(max_examples=60)
@given(us=st.lists(st.floats(1e-6, 1 - 1e-6), min_size=2, max_size=8), data=st.data())
def test_quantiles_rise_and_stay_in_range(evidence: Evidence, us: list[float], data: st.DataObject) -> None:
    """Quantiles rise with u and lie where the number makes sense, to the farthest cut."""
    name = data.draw(st.sampled_from(list(evidence.uncertain)))
    values = priors(evidence).quantile(name, sorted([*us, 0.0, 1.0]))
    assert (np.diff(values) >= 0).all()
    parameter = evidence.parameter(name)
    assert parameter.scale.contains(float(values[0]))
    assert parameter.scale.contains(float(values[-1]))


def test_draws_are_keyed_by_seed_run_and_name(evidence: Evidence) -> None:
    """A run's numbers are the same alone or among others, in any order, and differ by seed and run."""
    belief = priors(evidence)
    runs = [3, 0, 257, 12, 7]
    parameters, kinds = belief.draws(7, runs)
    assert parameters.dtype == PARAMS
    assert kinds.dtype == KIND
    for i, run in enumerate(runs):
        alone, kind = belief.draw(7, run)
        assert alone.tobytes() == parameters[i : i + 1].tobytes()
        assert kind.tobytes() == kinds[i].tobytes()
    assert belief.draw(8, 3)[0].tobytes() != parameters[:1].tobytes()
    assert len(np.unique(parameters["look_rate"])) == len(runs)


def test_constants_come_with_every_draw(evidence: Evidence) -> None:
    """Constants have the value of their file in every run."""
    parameters, _ = priors(evidence).draws(1, [0, 1])
    for name in CONSTANTS:
        assert (parameters[name] == evidence.constants[name].value).all()


def test_one_belief_changes_no_other_draw(evidence: Evidence) -> None:
    """Replacing or fixing one belief leaves every other parameter's draw as it was."""
    before = priors(evidence).draw(7, 5)[0]
    after = priors(evidence, override={"peer_pull": Interval(0.1, 0.5)}, fix={"leakage": 0.2}).draw(7, 5)[0]
    changed = {name for name in PARAMETERS if before[name] != after[name]}
    assert changed == {"peer_pull", "leakage"}
    assert after["leakage"] == 0.2


def test_draws_follow_the_prior(evidence: Evidence) -> None:
    """About one run in ten of many lies outside the 5% to 95% interval of each belief."""
    belief = priors(evidence, weights={name: 1.0 for name, each in evidence.mechanisms.items() if each.off})
    parameters, kinds = belief.draws(11, range(4000))
    outside = [_outside(parameters[name], belief.interval(name)) for name in PARAMETERS]
    outside.append(_outside(kinds["friction"][:, 1], belief.interval("friction.giant")))
    assert np.abs(np.array(outside) - 0.1).max() < 4.5 * np.sqrt(0.09 / 4000)


def _outside(values: np.ndarray, interval: Interval) -> float:
    return float(np.mean((values < interval.low) | (values > interval.high)))


def test_a_scenario_replaces_fixes_and_ignores(evidence: Evidence) -> None:
    """An interval replaces the prior, a value fixes it, an ignored claim is out; texts have the unit."""
    said = priors(evidence, override={"leakage": "10% to 40%"}, fix={"relocation_cost": "US$ 300k"})
    interval = said.interval("leakage")
    assert (interval.low, interval.high) == pytest.approx((0.1, 0.4), rel=0.01)
    assert said.quantile("relocation_cost", 0.9) == 300_000
    assert "relocation_cost" not in said.free
    ignored = priors(evidence, ignore=["003-7"])
    assert ignored.interval("game_cost_cut").high == pytest.approx(0.5, rel=0.01)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"override": {"per_pull": "0.1 to 0.5"}}, "did you mean 'peer_pull'"),
        ({"override": {"peer_pull": "0.5 to 0.1"}}, "write the smaller number first"),
        (
            {"override": {"leakage": "10% to 140%"}},
            "leakage: 1.4 is out of range; give a number above 0 and below 1",
        ),
        (
            {"override": {"peer_pull": Interval(-0.1, 0.5)}},
            "peer_pull: -0.1 is out of range; give a number above 0",
        ),
        ({"override": {"peer_pull": "0.1-0.5"}}, "write both ends"),
        ({"fix": {"relocation_cost": "3 months"}}, "is not in US"),
        ({"fix": {"leakage": 1.0}}, "out of range"),
        ({"fix": {"leakige": 0.2}}, "did you mean 'leakage'"),
        ({"ignore": ["003-77"]}, "did you mean '003-7'"),
    ],
)
def test_wrong_beliefs_are_refused(evidence: Evidence, given: dict, message: str) -> None:
    """An unknown name, a number out of range or in another unit is refused with the nearest right thing."""
    with pytest.raises(InputError) as caught:
        priors(evidence, **given)
    assert message in str(caught.value)
