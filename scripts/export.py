"""Launches `claimpack export`."""

from claimpack.commands.export import command

if __name__ == "__main__":
    command()
