"""A made-up community, 和平社区, drawn and described: the same bytes on every run and machine."""
