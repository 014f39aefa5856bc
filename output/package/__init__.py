"""The public package: page, sheets, data and manifest."""
