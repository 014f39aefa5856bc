"""Drawings for CAD offices."""
