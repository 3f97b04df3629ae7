"""Sphinx: the manual, built offline with every warning an error."""

from typing import Any

import plotly.io
from plotly.io.base_renderers import HtmlRenderer

import aiscenarios


class Offline(HtmlRenderer):
    """Figures that carry their own script, so that no page asks the network for anything."""

    def to_mimebundle(self, fig_dict: dict[str, Any]) -> dict[str, str]:
        """The figure as HTML."""
        return {"text/html": plotly.io.to_html(fig_dict, include_plotlyjs=True, full_html=False)}


plotly.io.renderers["offline"] = Offline()
plotly.io.renderers.default = "offline"

project = "aiscenarios"
author = "The aiscenarios authors"
copyright = "2026, the aiscenarios authors"
release = aiscenarios.__version__

extensions = ["myst_parser", "sphinx_gallery.gen_gallery"]
exclude_patterns = ["_build", "tables", "studies"]
suppress_warnings = ["config.cache"]

myst_enable_extensions: list[str] = []
myst_heading_anchors = 3

html_theme = "furo"
html_title = "aiscenarios"

sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "gallery",
    "filename_pattern": r"\.py$",
    "image_scrapers": (),
    "download_all_examples": False,
    "show_memory": False,
    "show_signature": False,
    "write_computation_times": False,
    "abort_on_example_error": True,
}
