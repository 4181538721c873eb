"""`python -m cleanpress.cli`: the command line without the installed script."""

from cleanpress.cli.app import main

main()
