"""Several web nodes and workers over one database, as processes of their own."""
