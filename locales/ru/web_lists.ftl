# The lists, and updates of many at once.
