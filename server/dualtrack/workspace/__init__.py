"""A project kept current for whoever shows it: the language server, a command, an agent."""
