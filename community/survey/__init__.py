"""A survey on its way in: rows, units, grids, what may go public, the report."""
