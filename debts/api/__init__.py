"""The HTTP API for programs, typed and described by OpenAPI."""
