"""`python -m claimpack` is the command `claimpack`."""

from claimpack.cli import run

if __name__ == "__main__":
    run()
