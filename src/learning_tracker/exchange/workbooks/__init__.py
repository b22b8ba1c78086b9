"""The library's own workbooks: a whole tracker, or a template to be filled in."""
