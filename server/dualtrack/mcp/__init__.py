"""The same answers and changes as tools of the Model Context Protocol, for coding agents."""
