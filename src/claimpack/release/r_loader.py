import json
from collections.abc import Mapping, Sequence
from pathlib import Path

R_LOADER = "load_claims.R"
SOURCE = Path(__file__).with_name(R_LOADER)


def write_r_loader(about: Mapping[str, str], tables: Sequence[str], path: Path) -> None:
    """Write the R code that loads a CSV release's tables, with a head that says what it loads and how."""
    package = " ".join(" ".join(about[name] for name in ("package", "version") if name in about).split())
    one = json.dumps(tables[0], ensure_ascii=False)
    head = [
        f"Loads the tables of {package or 'this package'} into R, each as a typed data frame:",
        "",
        f'  source("{R_LOADER}")',
        "  tables <- load_claims()",
        f"  one <- load_claims({one})",
        "",
        f"The tables: {', '.join(' '.join(name.split()) for name in tables)}.",
        "",
    ]
    comments = "".join(f"# {line}".rstrip() + "\n" for line in head)
    path.write_text(comments + SOURCE.read_text(encoding="utf-8"), encoding="utf-8", newline="")
