"""Reads every supported format into documents: one module per format."""
