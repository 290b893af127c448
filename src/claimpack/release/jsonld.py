"""What search engines and loaders of machine learning read of a release: schema.org's Dataset, and Croissant."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimpack.release.citation import as_text, citation_of
from claimpack.release.descriptor import file_stems

DATA_TYPES = {
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "year": "sc:Integer",
}
"""Croissant's data types; every other type is text."""

CROISSANT = "http://mlcommons.org/croissant/1.0"
TERMS = (
    *(
        "citeAs",
        "column",
        "equivalentProperty",
        "extract",
        "field",
        "fileObject",
        "fileProperty",
        "fileSet",
        "format",
        "includes",
    ),
    *(
        "isLiveDataset",
        "jsonPath",
        "key",
        "md5",
        "parentField",
        "path",
        "recordSet",
        "references",
        "regex",
        "repeated",
        "samplingRate",
    ),
    *("replace", "separator", "source", "subField", "transform"),
)
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in TERMS},
}
"""The context that version 1.0 of Croissant prescribes."""


def schema_org(descriptor: Mapping[str, Any], hashes: Mapping[Path, str]) -> dict[str, Any]:
    """Return a release as schema.org's Dataset, with the files that can be downloaded, whose SHA-256 is given."""
    downloads = [
        {
            "@type": "DataDownload",
            "name": path.name,
            "contentUrl": path.name,
            "encodingFormat": MEDIA_TYPES[path.suffix],
            "contentSize": f"{path.stat().st_size} B",
            "sha256": hash_,
        }
        for path, hash_ in hashes.items()
    ]
    return {"@context": "https://schema.org/", "@type": "Dataset", **_about(descriptor), "distribution": downloads}


MEDIA_TYPES = {
    ".duckdb": "application/vnd.duckdb",
    ".html": "text/html",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def croissant(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Return a CSV release, given its descriptor, as Croissant: a record set for each table.

    Foreign keys are left to the descriptor: mlcroissant would join the tables that they tie, and fails where a table
    points to itself or to two others.
    """
    tables = [resource for resource in descriptor["resources"] if resource.get("type") == "table"]
    files = [
        {
            "@type": "cr:FileObject",
            "@id": table["path"],
            "name": table["path"],
            "contentUrl": table["path"],
            "encodingFormat": "text/csv",
            "contentSize": f"{table['bytes']} B",
            "sha256": table["hash"].removeprefix("sha256:"),
        }
        for table in tables
    ]
    about = _about(descriptor) | {"conformsTo": CROISSANT, "citeAs": as_text(citation_of(descriptor))}
    record_sets = [_record_set(table) for table in tables]
    return {"@context": CONTEXT, "@type": "sc:Dataset", **about, "distribution": files, "recordSet": record_sets}


def _about(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    citation = citation_of(descriptor)
    licences = descriptor.get("licenses") or [{}]
    about = {
        "name": citation.title,
        "alternateName": descriptor.get("name"),
        "description": citation.description,
        "version": citation.version,
        "datePublished": citation.date,
        "license": licences[0].get("path") or citation.licence,
        "url": citation.address,
        "creator": [_creator(author) for author in citation.authors],
        "keywords": citation.keywords,
    }
    return {name: value for name, value in about.items() if value}


def _creator(author: Mapping[str, str]) -> dict[str, str]:
    if "name" in author:
        return {"@type": "Organization", "name": author["name"]}
    return {"@type": "Person", "givenName": author["given-names"], "familyName": author["family-names"]}


def _record_set(table: Mapping[str, Any]) -> dict[str, Any]:
    name, schema = table["name"], table["schema"]
    identifier = table["path"].removesuffix(".csv")
    # mlcroissant takes no identifier with a blank in it.
    plain = file_stems([field["name"] for field in schema["fields"]], taken=[])
    identifiers = {field: f"{identifier}/{stem}" for field, stem in plain.items()}
    record_set = {
        "@type": "cr:RecordSet",
        "@id": identifier,
        "name": name,
        "description": table.get("description") or table.get("title") or name,
        "key": [{"@id": identifiers[field]} for field in schema.get("primaryKey", [])],
        "field": [_field(identifiers[field["name"]], field, table["path"]) for field in schema["fields"]],
    }
    return {key: value for key, value in record_set.items() if value}


def _field(identifier: str, field: Mapping[str, Any], file: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": identifier,
        "name": field["name"],
        "description": field.get("description") or field.get("title") or field["name"],
        "dataType": DATA_TYPES.get(field["type"], "sc:Text"),
        "source": {"fileObject": {"@id": file}, "extract": {"column": field["name"]}},
    }
