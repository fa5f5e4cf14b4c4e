"""The demo: two people of an invented coffee brand take one brief through the whole job on the local cloud."""
