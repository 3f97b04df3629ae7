"""The JSON Schema for editors knows every name that a file may use."""

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from ruamel.yaml import YAML

from aiscenarios import seeds
from aiscenarios.scenario import json_schema, shipped
from aiscenarios.scenario.document import KEYS
from tests.scenario.drawn import documents
from tests.scenario.test_show import HERE

SCHEMA = json_schema()
CHECK = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_one() -> None:
    """It is valid JSON Schema of its draft."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_key_is_described() -> None:
    """Each key of the grammar has its sentence."""
    assert {name: part["description"] for name, part in SCHEMA["properties"].items()} == {
        key.name: key.says for key in KEYS
    }


@pytest.mark.parametrize("name", shipped())
def test_shipped_scenarios_fit(name: str) -> None:
    """Editors find nothing wrong in a shipped scenario."""
    CHECK.validate(YAML(typ="safe").load(seeds.scenario_dir() / f"{name}.yaml"))


def test_everything_the_grammar_has_fits() -> None:
    """A file that uses every part of the grammar fits."""
    CHECK.validate(YAML(typ="safe").load(HERE / "shown.yaml"))


@given(text=documents())
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=20)
def test_what_loads_fits(text: str) -> None:
    """A file that loads fits the schema."""
    CHECK.validate(YAML(typ="safe").load(text))


def test_mistyped_names_do_not_fit() -> None:
    """Editors mark an unknown key, lever, actor or parameter."""
    for body in (
        "levrs: {}",
        "levers: {export_control: 1}",
        "levers: {visa_openness: {EU: 1}}",
        "beliefs: {per: 1 to 2}",
    ):
        assert list(
            CHECK.iter_errors(YAML(typ="safe").load(f"format: 1\nkind: scenario\ntitle: T\n{body}\n"))
        )
