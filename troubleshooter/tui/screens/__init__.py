"""The screens; each has a .tcss of the same stem beside it. They render a step and send a reply, nothing more."""
