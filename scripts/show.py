"""Launches `claimpack show`."""

from claimpack.commands.show import command

if __name__ == "__main__":
    command()
