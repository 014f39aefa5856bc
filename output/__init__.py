"""What leaves the house: sheets and public packages."""
