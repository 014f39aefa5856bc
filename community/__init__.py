"""What a community is about: places, numbers, comments, proposals; knows neither QGIS nor Qt."""
