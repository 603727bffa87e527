"""A case as requests to a case system that speaks the ZGW APIs, such as Open Zaak: a dry run."""
