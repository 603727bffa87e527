"""`python -m ibt_intake` is the command `ibt-intake`."""

from ibt_intake.cli import main

main()
