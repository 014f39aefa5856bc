"""Sheets kept as layouts in the community's project, redrawn without losing what a person changed."""
