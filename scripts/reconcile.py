"""Launches `claimpack reconcile`."""

from claimpack.commands.reconcile import command

if __name__ == "__main__":
    command()
