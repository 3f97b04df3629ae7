"""``python -m aiscenarios.cli``: the command line where its script is not on the path."""

from aiscenarios.cli.app import main

main()
