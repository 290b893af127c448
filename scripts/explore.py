"""Launches `claimpack explore`."""

from claimpack.commands.explore import command

if __name__ == "__main__":
    command()
