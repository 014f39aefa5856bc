"""A community inside QGIS: its file, project, edits, settings and messages."""
