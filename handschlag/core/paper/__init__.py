"""Business documents on paper: a described letter becomes a PDF that can be archived and read."""
