"""The page about the evidence log: what is in it, whether it still agrees, and what to keep of it elsewhere."""
