"""How fast the pipeline is, beside what one would use otherwise, on the same machine."""
