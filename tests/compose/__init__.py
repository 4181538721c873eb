"""Pages composed at random from parts written for them, whose blocks' roles are known by construction.

`parts` reads the texts of a language, `pages` draws what stands on a page and in which order, `templates` gives it
markup or plain text, `truth` scores what an engine made of it. One seed gives one page, in any process.
"""
