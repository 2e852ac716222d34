"""To judge: plan, checks, target client, mock, pytest plugin and command line."""
