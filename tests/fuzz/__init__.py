"""Hostile input for every reader and stage: `make fuzz`, and the property tests beside it."""
