"""Charts as numbers: panels of strips with marks, each at its place between 0 and 1; templates draw them."""
