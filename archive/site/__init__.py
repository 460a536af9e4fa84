"""The published archive as a Datasette configuration directory.

``templates/``, ``static/`` and ``plugins/`` are copied beside the database by
``archive.publishing.publish``, so that a published folder runs with Datasette alone: nothing
in them may import our packages. The modules here are data and functions that ``publish`` bakes
into the database and the metadata: the words for every verdict, what each table shows, and
the saved queries.
"""
