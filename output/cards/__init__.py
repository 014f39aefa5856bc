"""Cards: a page for each place, with its photo, a small map, and what was said about it."""
