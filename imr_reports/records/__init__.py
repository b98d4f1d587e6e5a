"""The nouns that stages share: frozen records without behaviour beyond validation."""
