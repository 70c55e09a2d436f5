"""What other tools export: their tables, and how their words become ours."""
