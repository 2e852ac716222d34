"""What a run asks, how its requests are made and shared, and what they cost."""
