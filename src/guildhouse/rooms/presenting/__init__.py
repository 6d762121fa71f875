"""What pages show of rooms, as rows and sentences that a template only has to draw."""
