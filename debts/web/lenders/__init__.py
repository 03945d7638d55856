"""Pages about lenders: the owner's own, and the search that also looks into the directory."""
