"""The composition root: one provider module a room, so that a function loads only what it uses."""
