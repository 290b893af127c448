"""Run `claimpack format`."""

from claimpack.commands.format import command

if __name__ == "__main__":
    command()
