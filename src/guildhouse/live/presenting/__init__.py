"""What the pages of a running room show."""
