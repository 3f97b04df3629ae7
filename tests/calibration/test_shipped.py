"""The fit that the package carries was made of this evidence and of this model."""

from aiscenarios.calibration.publish import fingerprint
from aiscenarios.evidence import fitted_file, load, priors
from aiscenarios.evidence.fitted import FittedBeliefs

SMALL = 100_000


def test_the_shipped_fit_is_of_this_evidence_and_this_model() -> None:
    """Whoever changes a fact, a claim, a prior or a rule has to fit anew: aiscenarios calibrate.

    ``--out seeds/fitted.parquet`` puts the new fit in place.
    """
    about = fitted_file.read("fitted").about
    assert about["evidence"] == load().fingerprint
    assert about["model"] == fingerprint()


def test_the_shipped_fit_has_passed_its_checks() -> None:
    """It is not refused, says with which draws it was published, and is small."""
    fitted = fitted_file.read("fitted")
    assert not fitted.about["refused"] and fitted.about["published"] in {"emulator and NUTS", "second wave"}
    failed = {gate["name"] for gate in fitted.about["gates"] if not gate["passed"]}
    assert failed <= {"second wave: largest shift"}
    assert fitted_file.shipped_path().stat().st_size < SMALL
    assert set(fitted.names).isdisjoint(fitted.about["unmoved"])
    assert set(FittedBeliefs.of(priors(load()), fitted).free) == {*fitted.names, *fitted.about["unmoved"]}
