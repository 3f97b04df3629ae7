"""
One stubborn researcher
=======================

The model's rules can be run agent by agent, in Mesa, with the same draws as the compiled kernel. Here one
simulated researcher behaves differently, in ten lines, and the rest of the world shows what follows from it.
Nobody real is meant: a researcher is a number.
"""

import aiscenarios as ais
from aiscenarios import quarters

SEED, RUN, AGENTS = 7, 3, 500

# %%
# First the run as it is. Notable events are kept; we take the first move of one of the best between rivals
# after the scenario's start. The model counts quarters from 2019Q1, which is 0; ``quarters.label`` names
# them.

usual = ais.agents.RaceModel("brain_drain", seed=SEED, run=RUN, agents=AGENTS)
while usual.running:
    usual.step()
events = usual.tallies.notes[0]
moved = events[(events["kind"] == 0) & (events["quarter"] >= usual.setup.start)]
first = moved[0]
print(f"researcher {first['person']} moves in {quarters.label(first['quarter'])}")

# %%
# Now the same run in which that one researcher never looks around. A subclass of an agent overrides a phase;
# a subclass of the model says who is who.


class Stubborn(ais.agents.ResearcherAgent):
    """Never looks around."""

    def look(self):
        """Stay."""


class WithOneStubborn(ais.agents.RaceModel):
    """The run with one of them."""

    def new_researcher(self, index):
        """The one we picked, and all others as usual."""
        one = self.arrays["people"][index]["id"] == first["person"]
        return (Stubborn if one else ais.agents.ResearcherAgent)(self, index)


other = WithOneStubborn("brain_drain", seed=SEED, run=RUN, agents=AGENTS)
while other.running:
    other.step()

# %%
# Until that person first moved both runs are equal to the last bit. What follows from one who stays is all
# that differs: everybody else has the same draws as before.

same = [
    usual.tallies.bloc[0, t].tobytes() == other.tallies.bloc[0, t].tobytes()
    for t in range(usual.setup.quarters)
]
apart = same.index(False)
print(f"equal to the bit up to the end of {quarters.label(apart - 1)}")
assert apart <= first["quarter"]

# %%
# The outcomes of both runs, as a data collector has seen them, and the difference that one person makes: in
# the last quarter in which the runs are equal, in the next, and at the end.

columns = ["talent_share.top20.US", "talent_share.top20.CN", "us_gap"]
before, after = (model.datacollector.get_model_vars_dataframe() for model in (usual, other))
print((after - before)[columns].rename(index=quarters.label).iloc[[apart - 1, apart, -1]])
