"""Importing files of messages: handing one in, how far it is, its report, and messages that may be one."""
