"""Tests of the tasks for annotation tools."""
