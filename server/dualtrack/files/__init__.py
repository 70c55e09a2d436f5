"""One file and what it means, both ways: text to item, and changes to edits that leave every other byte alone."""
