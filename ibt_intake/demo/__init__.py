"""The demo's country: a cycle of supervision, made up from the list of municipalities."""
