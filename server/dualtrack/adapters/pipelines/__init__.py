"""CI/CD definitions in the workspace; they are read, and nothing of them is run."""
