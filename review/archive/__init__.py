"""A case as a package for an archive: its papers as they are, described in the terms of MDTO."""
