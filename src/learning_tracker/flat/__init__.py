"""Records as flat tables of rows and columns, for tools that know nothing else.

`shapes` tells from the registry which tables there are and which columns they have. From
that one description follow the views of a database (`stores.sql_views`), the files of an
export (`exchange.table_files`) and the page in the documents.
"""
