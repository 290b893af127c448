"""Launches `claimpack locate`."""

from claimpack.commands.locate import command

if __name__ == "__main__":
    command()
