"""Numbers clockwise from the main entrance: the rule, its options, its locks."""
