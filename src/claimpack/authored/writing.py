"""Writing several files of a package: each appears whole, and none unless all could be written."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from claimpack.issue import CannotRunError


def write_together(contents: Mapping[Path, str]) -> None:
    """Replace files by new UTF-8 text, line ends untouched; raise CannotRunError, nothing changed, if one cannot be."""
    path = Path()
    written: dict[Path, Path] = {}
    try:
        for path, text in contents.items():
            handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
            written[path] = Path(name)
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            shutil.copymode(path, name)
        for path, temporary in written.items():
            temporary.replace(path)
    except OSError as error:
        raise CannotRunError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        for temporary in written.values():
            temporary.unlink(missing_ok=True)
