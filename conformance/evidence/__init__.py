"""Exchanges as evidence: readable, repeatable, and without secrets."""
