"""Talking HTTP to the target: one request and its answer, within deadline, budget and rate limits."""
