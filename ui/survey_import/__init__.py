"""The import of surveys: look at the files, answer what they leave open, run, and keep the report."""
