"""Launches `claimpack validate`."""

from claimpack.commands.validate import command

if __name__ == "__main__":
    command()
