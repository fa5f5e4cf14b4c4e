"""Repositories over one table, written once over the port ``table.Table``, which has two implementations."""
