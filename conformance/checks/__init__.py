"""Checks: the executable question about one requirement, one module for each kind of question."""
