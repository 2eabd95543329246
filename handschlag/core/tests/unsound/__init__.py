"""A room that does everything wrong; installed by `settings` of this folder alone."""
