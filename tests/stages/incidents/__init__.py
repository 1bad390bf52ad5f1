"""Tests of the linking of reports to incidents."""
