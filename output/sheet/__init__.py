"""The layout sheet: composed, lettered, exported."""
