"""What the rows of a sheet say of records, by a mapping."""
