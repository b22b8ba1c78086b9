"""A document as a Word file, made with python-docx: plain paragraphs, tables, links and fields.

Nothing here is imported before somebody asks for a Word file.
"""
