"""Many people at once on a running server."""
