"""From what a survey or a layer suggests to marked places and their site."""
