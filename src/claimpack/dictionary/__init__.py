"""The data dictionary: every table, field and term in words, from the schemas, for the terminal and for Markdown."""
