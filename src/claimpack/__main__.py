"""`python -m claimpack` is the command `claimpack`."""

from claimpack.cli import main

if __name__ == "__main__":
    main(prog_name="claimpack")
