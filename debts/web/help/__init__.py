"""Help: how the app is used, what its words mean, what it can and cannot do, and what to do when they call."""
