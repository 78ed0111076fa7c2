"""Version 2 of the vault, read from the page of its format and from nothing else of Lockstep."""
