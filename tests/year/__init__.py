"""A year of weekly runs over a small site, with a clock that is moved: what opens and closes when.

``site`` is the audited site, ``web`` the hosts that it links to, ``registry`` what is registered,
each as it is in a week; ``living`` lives the year in a process of its own; ``expected`` says, week
by week, which findings have to open and close, and why.
"""
