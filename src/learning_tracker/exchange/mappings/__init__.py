"""What the columns of a sheet mean, as a mapping says it."""
