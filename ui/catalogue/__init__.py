"""Kinds, rules of marking and standards, edited in tables."""
