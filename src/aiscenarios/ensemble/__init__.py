"""Many runs of a scenario: simulated on threads, stored as they finish, read back as one result."""

from aiscenarios.ensemble.folders import dated
from aiscenarios.ensemble.intervals import Estimate
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.run import DEFAULT_RUNS, DEFAULT_SEED, open, run, run_arms

__all__ = ["DEFAULT_RUNS", "DEFAULT_SEED", "Estimate", "Result", "dated", "open", "run", "run_arms"]
