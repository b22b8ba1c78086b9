"""Sheets as they are read and written, whatever they hold: .xlsx, .csv and .tsv."""
