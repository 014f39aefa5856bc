"""The panel, map tools and dialogs."""
