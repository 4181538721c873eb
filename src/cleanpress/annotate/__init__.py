"""Small pure passes; each turns a page into named signals, one row a block. None judges."""
