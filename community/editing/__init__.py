"""Kinds, rules of marking and standards as a planner edits them."""
