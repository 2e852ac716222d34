"""What to send: valid requests, requests with a single fault, and media files."""
