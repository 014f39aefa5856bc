"""Comments and proposals: read, placed, told apart, answered."""
