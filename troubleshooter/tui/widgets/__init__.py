"""The widgets; each brings its own DEFAULT_CSS and shows text as it is, never as markup."""
