"""Messages to the servers that organizations name: guard (where they may go), poster (signed, once, over the
guarded transport). The guard imports no httpx, so that the API can check addresses without it."""
