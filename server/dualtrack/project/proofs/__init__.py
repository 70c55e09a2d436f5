"""What shows that the items of a Definition of Done are done, one file for each kind of evidence."""
