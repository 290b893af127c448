"""Launches `claimpack audit`."""

from claimpack.commands.audit import command

if __name__ == "__main__":
    command()
