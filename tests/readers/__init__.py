"""Tests of the readers; inputs are built in `tmp_path`, none is stored."""
