"""Launches `claimpack report`."""

from claimpack.commands.report import command

if __name__ == "__main__":
    command()
