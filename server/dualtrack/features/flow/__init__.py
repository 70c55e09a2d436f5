"""How work flows: figures of the past, counted from the courses of all items."""
