"""The repository as one immutable value, and what follows from its parts together."""
