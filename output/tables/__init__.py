"""Comments and proposals as tables that leave."""
