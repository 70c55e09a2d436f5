"""One file per format of `dualtrack check`; each gives the lines to print."""
