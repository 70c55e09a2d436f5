"""What only the outside can tell, as immutable values: one fact a file."""
