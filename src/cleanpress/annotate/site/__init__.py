"""What site and platform files say of a page, as evidence by block."""
