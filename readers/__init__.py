"""Files in: drawings, tables and vector data become frames."""
