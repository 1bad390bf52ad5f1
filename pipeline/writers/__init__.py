"""Writes records to files, each complete or not there at all: one module per format."""
