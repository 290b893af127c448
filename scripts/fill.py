"""Run `claimpack fill`."""

from claimpack.commands.fill import command

if __name__ == "__main__":
    command()
