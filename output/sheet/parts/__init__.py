"""Parts of a sheet besides map, index, legend and title block: one module for each kind."""
