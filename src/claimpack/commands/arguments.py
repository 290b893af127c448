"""The arguments that several commands share."""

from pathlib import Path

import click

package_argument = click.argument("package", type=click.Path(path_type=Path), default=".")
