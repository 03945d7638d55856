"""Pages: a package for each family of them, on top of one frame and one set of components."""
