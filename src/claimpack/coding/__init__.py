"""Help for coders: rows completed from the texts they are coded from."""
