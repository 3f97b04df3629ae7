"""NetCDF 3, read by xarray, R and Julia: run x quarter, and x bloc where there is one."""

from pathlib import Path

import numpy as np

from aiscenarios.ensemble.result import Result

__all__ = ["write"]


def write(result: Result, file: Path) -> None:
    """Write all outcomes with their units; the whole data set is held in memory."""
    made, weights = result.manifest, result.weights
    data = result.outcomes.assign_coords(run=np.arange(result.runs, dtype=np.int32))
    if weights is not None:
        data = data.assign_coords(weight=("run", weights))
    data.attrs = {
        "title": result.scenario.title,
        "scenario": made.scenario,
        "seed": str(made.seed),
        "fingerprint": made.fingerprint,
        "source": f"aiscenarios {made.versions.get('aiscenarios', '')}",
    }
    data.to_netcdf(file, engine="scipy", format="NETCDF3_64BIT")
