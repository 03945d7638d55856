"""The command-line client: a program apart from the server, which it asks through the API. Standard library only."""
