"""Where records are kept: each store reads them, writes them, and says what went wrong."""
