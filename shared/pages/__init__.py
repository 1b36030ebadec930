"""What all pages share: shell, tokens, icons, charts, and the browser files they are made of."""
