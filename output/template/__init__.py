"""Sheets on a planner's own layout template: its named items filled, all else left as it is."""
