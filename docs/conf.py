"""Sphinx: the manual, built offline with every warning an error."""

import aiscenarios

project = "aiscenarios"
author = "The aiscenarios authors"
copyright = "2026, the aiscenarios authors"
release = aiscenarios.__version__

extensions = ["myst_parser", "sphinx_gallery.gen_gallery"]
exclude_patterns = ["_build", "gallery/**/*.py", "gallery/**/*.ipynb", "gallery/sg_execution_times.rst"]
suppress_warnings = ["config.cache"]

myst_enable_extensions = ["dollarmath"]
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
    "abort_on_example_error": True,
}
