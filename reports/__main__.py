"""``python -m reports COMMAND``: the papers as files. 0 = done, 2 = refused with a reason on standard error."""

from __future__ import annotations

import argparse
import sys

from data_access.journal import JournalError
from data_access.stores import StoreError
from measures.scope import ScopeError
from reports import form_command, meeting_command, notes_command

REFUSED = 2
# Modules with ``add_to(subparsers)``, which sets ``run``: a function of the options that returns the exit code.
COMMANDS: tuple = (form_command, meeting_command, notes_command)


def main(arguments: list[str] | None = None) -> int:
    """Run a command."""
    parser = argparse.ArgumentParser(prog="python -m reports", description=__doc__)
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(subparsers)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except (StoreError, JournalError, ScopeError, ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())
