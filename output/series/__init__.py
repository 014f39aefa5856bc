"""Many communities at once: a sheet for each, bound into a booklet, with an index and what is missing."""
