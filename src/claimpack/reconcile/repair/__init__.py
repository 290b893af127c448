"""Repairs: the cheapest ways to read an event's figures so that all of them fit."""
