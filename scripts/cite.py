"""Launches `claimpack cite`."""

from claimpack.commands.cite import command

if __name__ == "__main__":
    command()
