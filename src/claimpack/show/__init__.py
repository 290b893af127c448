"""Reading a package on a terminal: events, sources, claims and numbers, with names in place of ids."""
