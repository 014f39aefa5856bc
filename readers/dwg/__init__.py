"""DWG drawings in: turned into DXF by a library in a process of its own, and read as DXF."""
