"""Pages about loans: the list, one loan with all that happened to it, and the forms for each fact."""
