"""One run's dealings with one target: what it made there, how it is found, and what is never done."""
