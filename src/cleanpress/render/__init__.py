"""Write a document as text, Markdown, HTML or JSON. Knows the model only."""
