"""Calls to servers of others: to public addresses only (links, addresses), bounded in time (transport).

With freepik and webhooks, which call through it, the only place that imports httpx.
"""
