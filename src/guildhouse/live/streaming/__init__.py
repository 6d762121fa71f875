"""Keeping every screen of a room up to date: server-sent events, beside the pages and in the same processes.

A stream is opened by an ordinary request (`views`), which goes through everything a page goes through, and answers
with the first event. Where the server can keep it open it is handed to the `hub`, which sends the rest.
"""
