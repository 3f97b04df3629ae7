"""
A first forecast
================

Load a shipped scenario, change a policy, run both on the same draws, and look at what differs. The ensembles
are small, so that this page is built in seconds: read the sampling ranges before the chances.
"""

import aiscenarios as ais

RUNS = 60
AGENTS = 1000

# %%
# A scenario is a world and a policy. ``with_levers`` gives a new one; the old one stays as it was.

today = ais.load("current_policy")
tight = today.with_levers(export_controls={"2027Q1": "total_ban"})

# %%
# The chance of each ending under the tighter policy, with its sampling range (90%).

result = ais.run(tight, runs=RUNS, seed=7, agents=AGENTS, progress="none")
result.probabilities

# %%
# Outcomes are arrays of run by quarter, with units.

result.outcomes

# %%
# The share of the world's top researchers who work in China: median, ranges and some real runs.

result.plot.fan("talent_share.top20", bloc="CN")

# %%
# The two policies on the same draws: the same people meet the same luck, so a difference has a cause.

ais.compare(today, tight, runs=RUNS, agents=AGENTS, progress="none").differences

# %%
# One run as a Mesa model: the very run that the ensemble holds under the same seed and number, step by step.

model = ais.agents.RaceModel(today, seed=7, run=12, agents=AGENTS)
model.step()
print(len(model.researchers), "researchers after the first quarter")
