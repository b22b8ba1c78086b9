"""A first draft of a mapping, from a sheet."""
