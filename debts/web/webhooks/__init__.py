"""Pages about programs that are told of flagged messages and deadlines."""
