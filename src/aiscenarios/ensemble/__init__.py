"""Many runs of a scenario: simulated on threads, stored as they finish, read back as one result."""

from aiscenarios.ensemble.asking import DEFAULT_RUNS, DEFAULT_SEED
from aiscenarios.ensemble.estimate import Estimated, estimate
from aiscenarios.ensemble.folders import dated
from aiscenarios.ensemble.intervals import Estimate
from aiscenarios.ensemble.plan import finish, plan
from aiscenarios.ensemble.reading import open
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.resume import resume, resume_shard
from aiscenarios.ensemble.run import run, run_arms, run_shard
from aiscenarios.ensemble.shards import Shard
from aiscenarios.ensemble.status import Status

__all__ = [
    "DEFAULT_RUNS",
    "DEFAULT_SEED",
    "Estimate",
    "Estimated",
    "Result",
    "Shard",
    "Status",
    "dated",
    "estimate",
    "finish",
    "open",
    "plan",
    "resume",
    "resume_shard",
    "run",
    "run_arms",
    "run_shard",
]
