"""Tests of the components, each run inside a pipeline of its language."""
