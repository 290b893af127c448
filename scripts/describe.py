"""Launches `claimpack describe`."""

from claimpack.commands.describe import command

if __name__ == "__main__":
    command()
