"""The Django project: settings, addresses, entry points. It knows the app and holds no rules."""
