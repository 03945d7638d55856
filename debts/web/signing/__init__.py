"""Signing in with more than a password: authenticator apps, passkeys, recovery codes, and what is asked again."""
