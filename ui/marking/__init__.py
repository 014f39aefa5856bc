"""Marking places on the map: the kinds to pick from, the tools, the pages, the list of guesses."""
