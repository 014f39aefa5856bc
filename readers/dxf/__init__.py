"""DXF drawings: read whole, every entity taken or named."""
