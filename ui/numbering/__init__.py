"""Numbers before they are written: drawn on the map, beside a table of what changes."""
