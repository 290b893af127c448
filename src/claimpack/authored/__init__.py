"""The authored tables of a package: plain CSV files in its folder, read and written as text."""
