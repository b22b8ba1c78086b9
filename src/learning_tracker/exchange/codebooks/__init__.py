"""Themes as a codebook, for tools that code texts."""
