"""Checking pictures of messages: handed in, read, looked through by their owner, then judged and kept like a paste."""
