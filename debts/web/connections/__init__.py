"""The page that shows what is turned on and where it sends."""
