"""One file a revision, numbered; a released one never changes."""
