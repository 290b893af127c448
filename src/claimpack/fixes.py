"""How to mend what the two gates find: one sentence for each rule that every data package has."""

FIXES = {
    "type-error": "write the value as the field's type wants it, or leave the cell empty",
    "required": "fill the cell in",
    "enum": "use one of the allowed values",
    "pattern": "write the value in the pattern's form",
    "minimum": "use a value that is not below the minimum",
    "maximum": "use a value that is not above the maximum",
    "exclusiveMinimum": "use a value above the minimum",
    "exclusiveMaximum": "use a value below the maximum",
    "minLength": "lengthen the value",
    "maxLength": "shorten the value",
    "primary-key": "give each row a key of its own, and none without a key",
    "foreign-key": "use a key that the other table has, or add the row there",
    "unique-error": "give each row a value of its own",
    "extra-cell": "remove the extra cell, or put quotes around a cell with a comma in it",
    "missing-cell": "add the missing cell; an empty one still needs its comma",
    "blank-row": "remove the blank row",
    "blank-header": "write the field names in the first row",
    "blank-label": "write the name of the field above its column",
    "incorrect-label": "name the columns as the schema does, in its order",
    "extra-label": "remove the column, or add it to the schema",
    "missing-label": "add the column that the schema names",
    "duplicate-label": "give each column a name of its own",
    "source-error": "give the file its header row and data",
    "encoding-error": "save the file as UTF-8, or declare its encoding",
    "scheme-error": "check the path in the descriptor; the file must lie beside it",
    "hash-count": "the file is not the one described: fetch it again, or renew the hash",
    "byte-count": "the file is not the one described: fetch it again, or renew the byte count",
}
DEFAULT_FIX = "mend the file or its description as the message says"


def fix_for(rule: str) -> str:
    """Return how to mend a breach of a rule or constraint."""
    return FIXES.get(rule, DEFAULT_FIX)
