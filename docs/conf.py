"""Sphinx: ``python3 tools/environment.py docs && .venv/bin/python -m sphinx -W docs build/docs``."""

project = "welfarekit"
author = "the welfarekit developers"
project_copyright = "the welfarekit developers, MIT licence"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "welfarekit"
language = "en"
exclude_patterns = ["_build"]
nitpicky = True
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
gettext_compact = "docs"  # one catalogue for all pages, translated like those of the programs
locale_dirs = ["locale"]
