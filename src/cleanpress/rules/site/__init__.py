"""Rules for one site or one platform, written as data: their form, where they are found, what is wrong with them."""
