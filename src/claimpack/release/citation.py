"""How to cite a package: from its descriptor alone, as text, as CITATION.cff and as .zenodo.json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

AUTHORS = {"creator", "author"}
DOI = "https://doi.org/"
MESSAGE = "If you use these data, please cite them as below."


@dataclass(frozen=True)
class Citation:
    """What a citation needs; "" where the descriptor does not say it. The first licence is that of the data."""

    title: str
    description: str
    version: str
    date: str
    authors: list[dict[str, str]]
    licence: str
    keywords: list[str]
    address: str

    @property
    def names(self) -> list[str]:
        """Return the authors' names, a person's family name first."""
        return [author.get("name") or f"{author['family-names']}, {author['given-names']}" for author in self.authors]

    @property
    def doi(self) -> str:
        """Return the DOI if the package's id is one, else ""."""
        return self.address.removeprefix(DOI) if self.address.startswith(DOI) else ""


def citation_of(descriptor: Mapping[str, Any]) -> Citation:
    """Return how to cite the package of a descriptor."""
    licences = descriptor.get("licenses") or [{}]
    identifier = str(descriptor.get("id") or "")
    return Citation(
        title=descriptor.get("title") or descriptor.get("name") or "",
        description=descriptor.get("description") or "",
        version=str(descriptor.get("version") or ""),
        date=str(descriptor.get("created") or "")[:10],
        authors=[_author(contributor) for contributor in _authors(descriptor.get("contributors") or [])],
        licence=licences[0].get("name") or "",
        keywords=list(descriptor.get("keywords") or []),
        address=identifier if "://" in identifier else descriptor.get("homepage") or "",
    )


def as_text(citation: Citation) -> str:
    """Return a citation in one line."""
    who = "; ".join(citation.names)
    parts = [
        f"{who} ({citation.date[:4]})" if who and citation.date else who or citation.date[:4],
        citation.title,
        f"Version {citation.version}" if citation.version else "",
        citation.licence,
        citation.address,
    ]
    return ". ".join(part for part in parts if part) + "."


def as_cff(citation: Citation) -> str:
    """Return CITATION.cff, in version 1.2.0 of its format."""
    content = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "type": "dataset",
        "title": citation.title,
        "abstract": citation.description,
        "authors": citation.authors or [{"name": "anonymous"}],
        "version": citation.version,
        "date-released": citation.date,
        "license": citation.licence,
        "doi": citation.doi,
        "url": "" if citation.doi else citation.address,
        "keywords": citation.keywords,
    }
    filled = {name: value for name, value in content.items() if value}
    return str(yaml.safe_dump(filled, sort_keys=False, allow_unicode=True, width=116))


def as_zenodo(citation: Citation) -> str:
    """Return .zenodo.json, which Zenodo prefers to CITATION.cff."""
    content = {
        "title": citation.title,
        "upload_type": "dataset",
        "description": citation.description,
        "creators": [{"name": name} for name in citation.names],
        "version": citation.version,
        "publication_date": citation.date,
        "access_right": "open",
        "license": citation.licence.lower(),
        "keywords": citation.keywords,
    }
    filled = {name: value for name, value in content.items() if value}
    return json.dumps(filled, ensure_ascii=False, indent=2) + "\n"


def _authors(contributors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the contributors who are authors by their roles; all of them where none is."""
    named = [one for one in contributors if AUTHORS.intersection([*(one.get("roles") or []), one.get("role")])]
    return named or contributors


def _author(contributor: Mapping[str, Any]) -> dict[str, str]:
    if contributor.get("familyName") and contributor.get("givenName"):
        return {"family-names": contributor["familyName"], "given-names": contributor["givenName"]}
    return {"name": contributor.get("title") or contributor.get("organization") or "anonymous"}
