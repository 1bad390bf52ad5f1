"""Runs that something happens to, restarted and held against one that nothing happened to."""
