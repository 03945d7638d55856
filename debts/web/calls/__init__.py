"""Pages for what is no text: calls, visits, letters, and people around the owner who were asked; files beside them."""
