"""The command line: one file a group of commands; it parses, prints and exits, and reckons nothing."""

from aiscenarios.cli.app import main

__all__ = ["main"]
