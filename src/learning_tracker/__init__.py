"""What safeguarding reviews taught, what was done about it, and what changed for children."""
