"""Checks of a community: a table of them, and who looks."""
