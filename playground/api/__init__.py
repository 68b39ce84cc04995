"""The Web API: one module a noun, each with the table of the methods it answers."""
