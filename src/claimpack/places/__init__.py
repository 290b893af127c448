"""Coordinates and GeoNames ids of places, from a gazetteer that comes as a Python package."""
