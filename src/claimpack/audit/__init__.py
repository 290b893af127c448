"""Measuring that a package is complete: every number of a text accounted for, every quote where it is said to be."""
