"""What the portal writes down of its own running, without anybody's name, number, word searched for, or key.

context      the number of the request that is being answered, also in the tasks it hands over
requests     one line for each request
masking      what is struck out of every message and traceback
formatting   a record as one line of JSON (production) or as a line for people (embedded default)
web_server   the same for what gunicorn itself has to say
"""
