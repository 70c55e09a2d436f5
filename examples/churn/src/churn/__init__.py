"""Who is about to leave, and how sure are we."""
