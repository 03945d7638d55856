"""The living page of all components, for those who work on the pages."""
