"""Events and text become blocks and flat columns; nothing is judged here."""
