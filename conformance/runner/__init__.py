"""The suite as pytest items: one for each check."""
